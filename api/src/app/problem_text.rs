//! Problems that are kept with rows and jobs: a code and its values, put into words when they are read, in the reader's language.

use serde::{Deserialize, Serialize};

use crate::app::{AppError, Language, forbidden_goods};

/// As it is stored. The values may quote what the owner of the data wrote, so it is shown to the owner only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptProblem {
    /// The file's own header, or the field's name.
    #[serde(default)]
    pub column: String,
    #[serde(default)]
    pub field: String,
    pub code: String,
    #[serde(default)]
    pub args: Vec<String>,
}

impl KeptProblem {
    /// A problem of the whole, without values.
    pub fn of(code: &str) -> KeptProblem {
        KeptProblem { column: String::new(), field: String::new(), code: code.to_owned(), args: Vec::new() }
    }

    pub fn json(&self) -> Result<String, AppError> {
        serde_json::to_string(self).map_err(AppError::internal)
    }

    pub fn words(&self, language: Language) -> String {
        let lang = language.pick(address::Lang::Zh, address::Lang::En);
        let of_address = address::words(&self.code, &self.args, lang);
        if of_address != self.code {
            return of_address;
        }
        if let Some(own) = own_words(&self.code, language) {
            return own.to_owned();
        }
        match (self.code.as_str(), self.args.as_slice()) {
            ("forbidden_goods", args) => return forbidden_goods::words(args, language),
            ("service_not_offered", [zh, en]) => {
                return language.pick(
                    format!("签约价格不含“{zh}”，请联系网点开通"),
                    format!("the tariff does not offer “{en}”; ask your outlet"),
                );
            }
            ("unknown_owner", [name]) => {
                return language.pick(format!("没有货主“{name}”"), format!("there is no owner “{name}”"));
            }
            ("unknown_department", [name]) => {
                return language.pick(format!("没有部门“{name}”"), format!("there is no department “{name}”"));
            }
            _ => {}
        }
        sheet::words(&self.code, &self.args, language.pick(sheet::Lang::Zh, sheet::Lang::En))
    }
}

/// Words of what only the service itself finds.
fn own_words(code: &str, language: Language) -> Option<&'static str> {
    let (zh, en) = match code {
        "no_route" => ("网络暂不送达这个地区", "the network does not deliver to this place"),
        "no_price_for_destination" => ("签约价格里没有这个地区", "the tariff has no price for this place"),
        "tariff_not_in_force" => {
            ("签约价格今天不生效，请联系网点", "the tariff is not in force today; ask your outlet")
        }
        "price_out_of_range" => {
            ("重量、尺寸或保价金额超出可计价范围", "weight, size or value is beyond what can be priced")
        }
        "duplicate_order_no" => {
            ("这个订单号已经导入过，已跳过", "this order number was imported before and is skipped")
        }
        "no_sender" => {
            ("还没有寄件地址，请先添加一个再导入", "there is no sending address; add one, then import again")
        }
        "owner_inactive" => ("这个货主已停用", "this owner is not active"),
        "department_inactive" => ("这个部门已停用", "this department is not active"),
        "unknown_sender" => ("没有这个寄件地址", "there is no such sending address"),
        "sender_not_added" => (
            "地址簿里没有这个寄件人，也不能由表格添加：请先在地址簿里添加，或联系管理员",
            "the address book has no such sender, and a file cannot add it: add it there first, or ask whoever may",
        ),
        "no_tariff" => ("还没有签约价格，请联系网点", "no tariff is agreed yet; ask your outlet"),
        "merchant_suspended" => (
            "账户已暂停，请联系网点；已生成的运单保留",
            "the account is suspended; ask your outlet. What was made stays",
        ),
        "merchant_closed" => ("账户已关闭，请联系网点", "the account is closed; ask your outlet"),
        "cancelled" => ("已取消；取消前生成的运单保留", "cancelled; what was made before stays"),
        "numbers_exhausted" => ("运单号已用完，请联系网点补号", "there are no waybill numbers left; ask your outlet"),
        "import_failed" => (
            "导入中断，请重新导入；已生成的运单不会重复",
            "the import broke off; import the file again, nothing is made twice",
        ),
        _ => return None,
    };
    Some(language.pick(zh, en))
}

/// The words of a problem kept as JSON; none where there is none.
pub fn words(kept: &str, language: Language) -> Option<String> {
    if kept.is_empty() {
        return None;
    }
    serde_json::from_str::<KeptProblem>(kept).ok().map(|problem| problem.words(language))
}
