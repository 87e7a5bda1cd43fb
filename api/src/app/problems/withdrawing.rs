//! Taking back what a carrier over the network was asked for.

use carrier::embedded;
use shared::{
    InstructionId,
    problems::{Instruction, InstructionState, NoteKind},
};

use super::{
    instructions::{keep_answer, told, view},
    keeping,
};
use crate::app::{App, AppError, Caller, Words};

fn cannot_withdraw() -> AppError {
    AppError::Conflict {
        code: "cannot_withdraw",
        words: Words::new(
            "只有还没办完、由快递公司系统处理的指令可以撤回。",
            "Only what a carrier’s system was asked for and has not done yet can be taken back.",
        ),
    }
}

/// What the carrier was never asked for is taken back at once; else the carrier is asked, and may say that it is too late. The same again
/// changes nothing.
pub async fn withdraw(app: &App, caller: &Caller, id: InstructionId) -> Result<Instruction, AppError> {
    app.store
        .write(caller.scope()?, async |tx| {
            // The case first, as everybody does who changes both.
            let problem = tx.instruction(id).await?.ok_or(AppError::NotFound)?.problem;
            let mut case = tx.problems_for_update(&[problem]).await?.pop().ok_or(AppError::NotFound)?;
            let mut record = tx.instruction_for_update(id).await?.ok_or(AppError::NotFound)?;
            if !record.state.is_open() || record.carrier == embedded::CODE {
                return Err(cannot_withdraw());
            }
            let by = tx.operator_name(record.asked_by).await?.unwrap_or_default();
            if record.is_withdrawn {
                return Ok(view(told(record, caller.language), |_| by.clone()));
            }
            record.is_withdrawn = true;
            let note = keeping::note(app, problem, NoteKind::Withdrawn, record.kind.as_str(), Some(caller.user));
            tx.add_problem_notes(&[note]).await?;
            if record.state == InstructionState::Requested && record.tries == 0 {
                record.state = InstructionState::Withdrawn;
                keep_answer(app, &tx, &mut case, &mut record, None).await?;
            } else {
                // While it is being asked for, taking it back would overtake it.
                if record.state == InstructionState::Accepted {
                    (record.tries, record.run_at) = (0, Some(app.now()));
                }
                tx.save_instruction(&record).await?;
                keeping::tell(app, &tx, 1).await?;
            }
            let detail = keeping::answered(&record);
            tx.add_audit_entry(caller.audit(app, "problem.withdraw", format!("problem {problem}"), detail)).await?;
            Ok(view(told(record, caller.language), |_| by.clone()))
        })
        .await
}
