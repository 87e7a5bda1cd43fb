//! The address book in memory, so that it is found by any part: what is sealed in the database cannot be asked for parts. It is opened
//! where somebody searches, kept while there is room, and made anew when the address book has changed.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use shared::{ContactId, MerchantId, OwnerId, contacts::ContactKind};
use store::{ContactQuery, ContactRecord, Store, TenantScope};

use crate::app::AppError;

/// Contacts in memory, of all merchants together: about 300 bytes each.
const ENTRIES_MAX: usize = 200_000;
const READ_AT_ONCE: u32 = 2_000;

/// One contact as it is compared. No `Debug`: it names a person.
struct Entry {
    id: ContactId,
    kind: ContactKind,
    group: String,
    owner: Option<OwnerId>,
    is_default: bool,
    /// Lower case, without spaces.
    name: String,
    pinyin: String,
    initials: String,
    digits: String,
    address: String,
}

/// One merchant's address book at one moment, newest first.
pub struct Book {
    version: i64,
    entries: Vec<Entry>,
}

/// What a contact must be, whatever it is called.
pub struct Wanted<'a> {
    pub kind: Option<ContactKind>,
    pub group: Option<&'a str>,
    pub owner: Option<OwnerId>,
}

impl Wanted<'_> {
    fn fits(&self, entry: &Entry) -> bool {
        self.kind.is_none_or(|kind| entry.kind == kind)
            && self.group.is_none_or(|group| entry.group == group)
            && self.owner.is_none_or(|owner| entry.owner == Some(owner))
    }
}

impl Entry {
    fn of(record: &ContactRecord) -> Entry {
        let place = &record.place;
        let name = store::folded(&record.party.name);
        let (pinyin, initials) = store::pinyin_of(&name);
        Entry {
            id: record.id,
            kind: record.kind,
            group: record.group.clone(),
            owner: record.owner,
            is_default: record.is_default,
            name,
            pinyin,
            initials,
            digits: store::phone_digits(&record.party.phone),
            address: store::folded(
                &[&place.province, &place.city, &place.district, &record.party.detail].map(String::as_str).concat(),
            ),
        }
    }

    /// How well one word fits; less is better, none where it does not.
    fn rank(&self, word: &str) -> Option<u32> {
        let of_digits = word.bytes().all(|byte| byte.is_ascii_digit()).then_some(self.digits.as_str());
        let begins = [&self.initials, &self.pinyin].iter().any(|text| text.starts_with(word))
            || of_digits.is_some_and(|digits| digits.ends_with(word));
        let holds = [&self.name, &self.initials, &self.pinyin].iter().any(|text| text.contains(word))
            || of_digits.is_some_and(|digits| digits.contains(word));
        match () {
            () if self.name.starts_with(word) => Some(0),
            () if begins => Some(1),
            () if holds => Some(2),
            () => self.address.contains(word).then_some(3),
        }
    }
}

impl Book {
    /// Every word of `q` must fit; what fits best comes first, then the default, then the newest.
    pub fn search(&self, q: &str, wanted: &Wanted<'_>, most: usize) -> Vec<ContactId> {
        let words: Vec<String> = q.split_whitespace().map(store::folded).filter(|word| !word.is_empty()).collect();
        let mut found: Vec<(u32, bool, usize)> = self
            .entries
            .iter()
            .enumerate()
            .filter(|(_, entry)| wanted.fits(entry))
            .filter_map(|(at, entry)| {
                let rank = words.iter().map(|word| entry.rank(word)).sum::<Option<u32>>()?;
                Some((rank, !entry.is_default, at))
            })
            .collect();
        found.sort_unstable();
        found.into_iter().take(most).map(|(_, _, at)| self.entries[at].id).collect()
    }

    /// Contacts with the same phone, newest first; those with the most first.
    pub fn duplicates(&self, kind: ContactKind) -> Vec<Vec<ContactId>> {
        let mut by_phone: HashMap<&str, Vec<ContactId>> = HashMap::new();
        for entry in self.entries.iter().filter(|entry| entry.kind == kind && !entry.digits.is_empty()) {
            by_phone.entry(&entry.digits).or_default().push(entry.id);
        }
        let mut groups: Vec<Vec<ContactId>> = by_phone.into_values().filter(|ids| ids.len() > 1).collect();
        groups.sort_by_key(|ids| (std::cmp::Reverse(ids.len()), std::cmp::Reverse(ids[0])));
        groups
    }
}

/// The address books that are open.
#[derive(Default)]
pub struct Books(Mutex<Opened>);

#[derive(Default)]
struct Opened {
    books: HashMap<MerchantId, (Arc<Book>, u64)>,
    /// Counts the uses, to see what was not used for longest.
    uses: u64,
}

impl Books {
    /// The whole address book of the scope's merchant as it stands now. Who sees a part of it leaves the rest out of what it finds.
    pub async fn of(&self, store: &Store, scope: TenantScope) -> Result<Arc<Book>, AppError> {
        let reader = store.read(scope.whole());
        let version = reader.contacts_version().await?;
        if let Some(book) = self.known(scope.merchant_id(), version) {
            return Ok(book);
        }
        let mut query = ContactQuery { limit: READ_AT_ONCE, ..ContactQuery::default() };
        let mut entries = Vec::new();
        loop {
            let some = reader.contacts(&query).await?;
            let Some(last) = some.last() else { break };
            query.after = Some(last.id);
            entries.extend(some.iter().map(Entry::of));
        }
        let book = Arc::new(Book { version, entries });
        self.keep(scope.merchant_id(), &book);
        Ok(book)
    }

    fn known(&self, merchant: MerchantId, version: i64) -> Option<Arc<Book>> {
        let mut opened = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        opened.uses += 1;
        let now = opened.uses;
        let (book, used) = opened.books.get_mut(&merchant).filter(|(book, _)| book.version == version)?;
        *used = now;
        Some(book.clone())
    }

    /// Keeps a book; those that were not used for longest make room.
    fn keep(&self, merchant: MerchantId, book: &Arc<Book>) {
        let mut opened = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        opened.uses += 1;
        let now = opened.uses;
        opened.books.insert(merchant, (book.clone(), now));
        while opened.books.values().map(|(book, _)| book.entries.len()).sum::<usize>() > ENTRIES_MAX {
            let oldest =
                opened.books.iter().filter(|(other, _)| **other != merchant).min_by_key(|(_, (_, used))| *used);
            let Some(oldest) = oldest.map(|(merchant, _)| *merchant) else { break };
            opened.books.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use store::{PartyPii, PlaceRecord};
    use uuid::Uuid;

    use super::*;

    fn record(at: u128, name: &str, phone: &str, detail: &str) -> ContactRecord {
        ContactRecord {
            id: ContactId(Uuid::from_u128(at)),
            kind: ContactKind::Receiver,
            is_default: false,
            group: String::new(),
            owner: None,
            place: PlaceRecord {
                province: "浙江省".to_owned(),
                city: "杭州市".to_owned(),
                district: "西湖区".to_owned(),
                division_code: 330_106,
            },
            party: PartyPii { name: name.to_owned(), phone: phone.to_owned(), detail: detail.to_owned() },
        }
    }

    fn found(q: &str) -> Vec<u128> {
        let records = [
            record(1, "张三", "13800000001", "文三路 1 号"),
            record(2, "李张生", "0571-87654321", "龙井路 2 号"),
            record(3, "Zoe Smith", "13800000003", "西溪路 3 号"),
            record(4, "单小燕", "13900000004", "张家弄 4 号"),
        ];
        let book = Book { version: 0, entries: records.iter().map(Entry::of).collect() };
        let wanted = Wanted { kind: None, group: None, owner: None };
        book.search(q, &wanted, 10).into_iter().map(|id| id.0.as_u128()).collect()
    }

    #[test]
    fn finds_by_any_part() {
        for (q, ids) in [
            ("张三", vec![1]),
            ("zs", vec![1, 2]),
            ("ZHANGSAN", vec![1]),
            ("张", vec![1, 2, 4]),
            ("0001", vec![1]),
            ("8765", vec![2]),
            ("zoe", vec![3]),
            ("smith 西溪", vec![3]),
            ("文三路", vec![1]),
            ("shan", vec![4]),
            ("nobody", vec![]),
        ] {
            assert_eq!(found(q), ids, "{q}");
        }
    }

    #[test]
    fn the_same_phone_twice_is_a_duplicate() {
        let records = [
            record(3, "张三", "138 0000 0001", "a"),
            record(2, "张先生", "+86 13800000001", "b"),
            record(1, "李四", "13800000002", "c"),
        ];
        let book = Book { version: 0, entries: records.iter().map(Entry::of).collect() };
        let ids: Vec<Vec<u128>> = book
            .duplicates(ContactKind::Receiver)
            .into_iter()
            .map(|group| group.into_iter().map(|id| id.0.as_u128()).collect())
            .collect();
        assert_eq!(ids, [vec![3, 2]]);
        assert!(book.duplicates(ContactKind::Sender).is_empty());
    }
}
