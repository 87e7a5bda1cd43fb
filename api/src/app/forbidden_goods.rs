//! Goods that must not be sent (禁止寄递物品): the dictionary of the regulation's 19 groups, and what of it is in an order's goods.

mod dictionary;

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
pub use dictionary::Dictionary;
use dictionary::Group;
use shared::{
    goods::{
        ForbiddenGoodsGroup, ForbiddenGoodsWrite, GOODS_GROUPS, GOODS_WORD_CHARS, GOODS_WORDS_MAX, GoodsCheck,
        GoodsCheckRequest, GoodsFinding, GoodsLevel,
    },
    limits::GOODS_CHARS,
};
use store::{ForbiddenGoodsRecord, Store};

use crate::app::{App, AppError, Caller, Language, Words, validation::Faults};

/// How long a node may use a dictionary that another node changed.
const OLD_AFTER: TimeDelta = TimeDelta::seconds(5);

/// The dictionary as it stands, made anew when staff change it.
#[derive(Default)]
pub struct ForbiddenGoods(Mutex<Option<Known>>);

struct Known {
    dictionary: Arc<Dictionary>,
    /// When staff changed each group last.
    versions: Vec<(i32, DateTime<Utc>)>,
    asked_at: DateTime<Utc>,
}

impl ForbiddenGoods {
    /// As it stands, read at most some seconds ago.
    pub async fn current(&self, store: &Store, now: DateTime<Utc>) -> Result<Arc<Dictionary>, AppError> {
        if let Some(known) = &*self.0.lock().unwrap_or_else(PoisonError::into_inner)
            && now - known.asked_at < OLD_AFTER
        {
            return Ok(Arc::clone(&known.dictionary));
        }
        let versions = store.network().forbidden_goods_versions().await?;
        let unchanged = |known: &&mut Known| known.versions == versions;
        if let Some(known) = self.0.lock().unwrap_or_else(PoisonError::into_inner).as_mut().filter(unchanged) {
            known.asked_at = now;
            return Ok(Arc::clone(&known.dictionary));
        }
        let dictionary = Arc::new(Dictionary::new(groups(store).await?)?);
        let known = Known { dictionary: Arc::clone(&dictionary), versions, asked_at: now };
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(known);
        Ok(dictionary)
    }

    /// As it was read last, for use within a transaction: there no other connection is asked for, which on PostgreSQL may be one too many.
    /// Whoever begins the transaction calls [`ForbiddenGoods::current`] before.
    pub async fn at_hand(&self, store: &Store, now: DateTime<Utc>) -> Result<Arc<Dictionary>, AppError> {
        if let Some(known) = &*self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            return Ok(Arc::clone(&known.dictionary));
        }
        self.current(store, now).await
    }

    /// What was changed here holds here at once.
    fn forget(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// Every group, as it came or as staff changed it.
async fn groups(store: &Store) -> Result<Vec<Group>, AppError> {
    let mut groups = dictionary::as_it_came()?;
    for changed in store.network().forbidden_goods().await? {
        if let Some(group) = groups.iter_mut().find(|group| group.group == changed.group) {
            (group.level, group.words, group.exceptions) = (changed.level, changed.words, changed.exceptions);
        }
    }
    Ok(groups)
}

fn view(group: Group, language: Language) -> ForbiddenGoodsGroup {
    ForbiddenGoodsGroup {
        group: group.group,
        name: language.pick(group.zh, group.en),
        level: group.level,
        words: group.words,
        exceptions: group.exceptions,
    }
}

/// The dictionary, for the network's staff.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<ForbiddenGoodsGroup>, AppError> {
    Ok(groups(&app.store).await?.into_iter().map(|group| view(group, caller.language)).collect())
}

/// Changes a group, for every merchant.
pub async fn change(
    app: &App,
    caller: &Caller,
    number: u8,
    request: &ForbiddenGoodsWrite,
) -> Result<ForbiddenGoodsGroup, AppError> {
    if !(1..=GOODS_GROUPS).contains(&number) {
        return Err(AppError::NotFound);
    }
    let mut faults = Faults::default();
    let words = checked("/words", &request.words, &mut faults);
    let exceptions = checked("/exceptions", &request.exceptions, &mut faults);
    faults.settle()?;
    let record = ForbiddenGoodsRecord { group: number, level: request.level, words, exceptions, updated_at: app.now() };
    app.store
        .write_network(async |tx| {
            tx.set_forbidden_goods(&record).await?;
            let detail = format!("{}, {} words", record.level.as_str(), record.words.len());
            let entry = caller.audit(app, "forbidden_goods.change", format!("group {number}"), detail);
            Ok::<(), AppError>(tx.add_audit_entry(entry).await?)
        })
        .await?;
    app.forbidden_goods.forget();
    let mut all = groups(&app.store).await?;
    let at = all.iter().position(|group| group.group == number).ok_or(AppError::NotFound)?;
    Ok(view(all.swap_remove(at), caller.language))
}

/// Words as they are kept: trimmed, each once.
fn checked(pointer: &str, words: &[String], faults: &mut Faults) -> Vec<String> {
    faults.count_between(pointer, words.len(), 0, GOODS_WORDS_MAX);
    let mut kept: Vec<String> = Vec::with_capacity(words.len().min(GOODS_WORDS_MAX));
    for (at, word) in words.iter().enumerate().take(GOODS_WORDS_MAX) {
        let word = faults.text(&format!("{pointer}/{at}"), word, true, GOODS_WORD_CHARS);
        if !kept.contains(&word) {
            kept.push(word);
        }
    }
    kept
}

/// What of the dictionary is in a text.
pub async fn check(app: &App, caller: &Caller, request: &GoodsCheckRequest) -> Result<GoodsCheck, AppError> {
    let mut faults = Faults::default();
    let goods = faults.text("/goods", &request.goods, false, GOODS_CHARS);
    faults.settle()?;
    let dictionary = app.forbidden_goods.current(&app.store, app.now()).await?;
    Ok(GoodsCheck { findings: findings(&dictionary, &goods, caller.language) })
}

pub fn findings(dictionary: &Dictionary, goods: &str, language: Language) -> Vec<GoodsFinding> {
    let finding = |found: dictionary::Found<'_>| GoodsFinding {
        group: found.group.group,
        name: language.pick(found.group.zh.clone(), found.group.en.clone()),
        level: found.group.level,
        word: found.word.to_owned(),
    };
    dictionary.find(goods).into_iter().map(finding).collect()
}

/// Why goods cannot be shipped.
pub struct Refused {
    pub words: Words,
    /// The word, the group's number and its two names.
    pub args: Vec<String>,
}

/// Goods that must not be shipped, where they hold any.
pub fn refused(dictionary: &Dictionary, goods: &str) -> Option<Refused> {
    let found = dictionary.find(goods).into_iter().find(|found| found.group.level == GoodsLevel::Block)?;
    let args =
        vec![found.word.to_owned(), found.group.group.to_string(), found.group.zh.clone(), found.group.en.clone()];
    Some(Refused { words: Words::new(words(&args, Language::Zh), words(&args, Language::En)), args })
}

/// What is said of goods that are refused.
pub fn words(args: &[String], language: Language) -> String {
    let [word, number, zh, en] = args else { return String::new() };
    language.pick(
        format!("品名含“{word}”，属禁寄物品第 {number} 类（{zh}），不能寄递。"),
        format!("The goods hold “{word}”, of group {number} that must not be sent ({en})."),
    )
}
