//! What is to be done, most urgent first.

use shared::{Permission, dashboard::Dashboard, state::Phase};

use crate::{features::shipments::filters::ListFilter, texts::dashboard, ui::Symbol};

/// What pressing a step does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    Go(String),
    AddSender,
}

/// One thing to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub symbol: Symbol,
    pub words: String,
    pub why: String,
    pub act: Act,
}

/// The steps for someone who `may`.
pub fn steps(today: &Dashboard, may: impl Fn(Permission) -> bool) -> Vec<Step> {
    let count = |phase: Phase| today.phases.iter().find(|entry| entry.phase == phase).map_or(0, |entry| entry.count);
    let in_phase = |phase: Phase| Act::Go(ListFilter::default().in_phase(Some(phase)).path());
    let mut steps = Vec::new();
    let mut step = |symbol, words: String, why: &str, act| steps.push(Step { symbol, words, why: why.to_owned(), act });
    if !today.has_sender && may(Permission::ContactsWrite) {
        let why = dashboard::ADD_SENDER_WHY.t();
        step(Symbol::Plus, dashboard::ADD_SENDER.t().to_owned(), why, Act::AddSender);
    }
    if today.unknown_print_jobs > 0 && may(Permission::LabelsPrint) {
        let words = dashboard::SETTLE.count(today.unknown_print_jobs);
        step(Symbol::Alert, words, dashboard::SETTLE_WHY.t(), Act::Go("/print".to_owned()));
    }
    if may(Permission::ImportsWrite) {
        for import in today.recent_imports.iter().filter(|import| import.rejected > 0) {
            let act = Act::Go(format!("/import/{}", import.id));
            step(Symbol::File, dashboard::FIX.count(import.rejected), &import.file_name, act);
        }
    }
    let to_print = count(Phase::ToPrint);
    if to_print > 0 && may(Permission::LabelsPrint) {
        let words = dashboard::TO_PRINT.count(to_print);
        step(Symbol::Printer, words, dashboard::TO_PRINT_WHY.t(), in_phase(Phase::ToPrint));
    }
    if today.open_problems > 0 {
        let words = dashboard::PROBLEMS.count(today.open_problems);
        step(Symbol::Alert, words, dashboard::PROBLEMS_WHY.t(), Act::Go("/problems".to_owned()));
    }
    if may(Permission::SettingsWrite) {
        for name in &today.carrier_accounts_to_see_to {
            let words = dashboard::CARRIER_ACCOUNT.fill(&[("name", name)]);
            step(Symbol::Truck, words, dashboard::CARRIER_ACCOUNT_WHY.t(), Act::Go("/settings/carriers".to_owned()));
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    use shared::dashboard::PhaseCount;
    use units::Money;

    use super::*;

    fn today() -> Dashboard {
        Dashboard {
            created_today: 0,
            price_today: Money::ZERO,
            printed_today: 0,
            phases: vec![
                PhaseCount { phase: Phase::ToPrint, count: 128 },
                PhaseCount { phase: Phase::Problem, count: 0 },
            ],
            recent_imports: Vec::new(),
            unknown_print_jobs: 2,
            has_sender: false,
            open_problems: 3,
            carrier_accounts_to_see_to: vec!["中通一号".to_owned()],
        }
    }

    #[test]
    fn steps_are_what_there_is_to_do_and_what_the_person_may() {
        let all = steps(&today(), |_| true);
        let words: Vec<&str> = all.iter().map(|step| step.words.as_str()).collect();
        assert_eq!(
            words,
            ["添加寄件地址", "确认 2 张打印结果", "打印 128 票", "处理 3 个问题件", "查看快递账号 中通一号"]
        );
        assert_eq!(all[2].act, Act::Go("/shipments?phase=to_print".to_owned()));
        let others: Vec<Act> = steps(&today(), |_| false).into_iter().map(|step| step.act).collect();
        assert_eq!(others, [Act::Go("/problems".to_owned())], "whoever sees shipments sees what is wrong with them");
    }
}
