//! The lines of a trace in words: which rule, which row of the tariff, which rounding.

use rust_decimal::Decimal;
use units::{Grams, Money};

use super::{Event, Row, TraceLine};
use crate::{
    Continued, PerStep, Share, Surcharge, SurchargeAmount,
    text::{kilograms, number_of_kilograms},
};

pub(super) fn line(event: &Event<'_>, amount: Option<Money>) -> TraceLine {
    let (zh, en) = words(event);
    TraceLine { code: code(event).to_owned(), zh, en, amount }
}

fn code<'a>(event: &Event<'a>) -> &'a str {
    match event {
        Event::WeightAssumed { .. } => "weight_assumed",
        Event::VolumeCounts { .. } | Event::VolumeIgnored { .. } => "weight_volumetric",
        Event::Billed { .. } => "weight_billed",
        Event::Fixed { .. } => "bracket",
        Event::Base { .. } => "first_weight",
        Event::Steps { .. } | Event::ProRata { .. } => "continued_weight",
        Event::Surcharge { surcharge, .. } => &surcharge.code,
        Event::MinCharge { .. } => "min_charge",
        Event::NotBelowZero => "not_below_zero",
        Event::FromReceiver { .. } => "from_receiver",
    }
}

fn words(event: &Event<'_>) -> (String, String) {
    match *event {
        Event::WeightAssumed { weight } => {
            let assumed = kilograms(weight);
            (format!("未填重量，按 {assumed} 预估"), format!("no weight given, {assumed} assumed"))
        }
        Event::VolumeCounts { weight, divisor } => {
            let text = kilograms(weight);
            (
                format!("体积重 {text}（体积 ÷ {divisor}，进到克）大于实重"),
                format!(
                    "volumetric weight {text} (volume ÷ {divisor}, rounded up to the gram) is above the actual weight"
                ),
            )
        }
        Event::VolumeIgnored { weight, times } => {
            let text = kilograms(weight);
            (
                format!("体积重 {text} 未超过实重的 {times} 倍，按实重"),
                format!("volumetric weight {text} is not above {times} × the actual weight, which is priced"),
            )
        }
        Event::Billed { weight, of, tolerance, unit } => billed(weight, of, tolerance, unit),
        Event::Fixed { row } => {
            let (zh, en) = place(row);
            (format!("{zh}一口价"), format!("{en}: fixed price"))
        }
        Event::Base { row, covers } => base(row, covers),
        Event::Steps { row, steps, continued, rate, price } => continued_steps(row, steps, continued, rate, price),
        Event::ProRata { row, part, step, price } => {
            let ((zh, en), part, step) = (place(row), kilograms(part), kilograms(step));
            (
                format!("{zh}续重 {part}，每 {step} {price} 元按比例，四舍五入到分"),
                format!("{en}: {part} continued at {price} for {step}, in proportion, rounded half up to the fen"),
            )
        }
        Event::Surcharge { surcharge, of, billed } => of_surcharge(surcharge, of, billed),
        Event::MinCharge { zone, least } => {
            let name = &zone.name;
            (format!("{name} 最低收费 {least}，补足差额"), format!("{name}: raised to the minimum charge {least}"))
        }
        Event::NotBelowZero => {
            ("优惠超过应付，按 0 元收取".to_owned(), "the discount is above the price, raised to zero".to_owned())
        }
        Event::FromReceiver { amount } => (format!("到付：收件人支付 {amount}"), format!("the receiver pays {amount}")),
    }
}

/// Such as `二区 第 2 段（0.5–1 kg）`.
fn place(row: Row<'_>) -> (String, String) {
    let Row { zone, segment } = row;
    let number = segment + 1;
    let up_to = zone.rule.segments.get(segment).and_then(|segment| segment.up_to);
    let (name, above) = (&zone.name, zone.rule.lower_bound(segment));
    let (zh, en) = match up_to {
        Some(up_to) => {
            let range = format!("{}–{}", number_of_kilograms(above), kilograms(up_to));
            (range.clone(), range)
        }
        None if above == Grams::ZERO => ("不限重量".to_owned(), "any weight".to_owned()),
        None => (format!("{} 以上", kilograms(above)), format!("above {}", kilograms(above))),
    };
    (format!("{name} 第 {number} 段（{zh}）"), format!("{name}, segment {number} ({en})"))
}

fn billed(weight: Grams, of: Grams, tolerance: Grams, unit: Option<Grams>) -> (String, String) {
    let (text, exact) = (kilograms(weight), kilograms(of));
    if weight < of {
        let forgiven = kilograms(tolerance);
        return (
            format!("计费重量 {text}（{exact} 舍零，{forgiven} 以内不计）"),
            format!("billed weight {text} ({exact}, of which up to {forgiven} are forgiven)"),
        );
    }
    if weight == of {
        return (format!("计费重量 {text}"), format!("billed weight {text}"));
    }
    let (zh, en) = match unit.map(kilograms) {
        Some(unit) => (format!("按 {unit} 向上进位"), format!("rounded up to whole {unit}")),
        None => ("向上取整到续重单位".to_owned(), "rounded up to the step of its segment".to_owned()),
    };
    (format!("计费重量 {text}（{exact} {zh}）"), format!("billed weight {text} ({exact} {en})"))
}

fn base(row: Row<'_>, covers: Grams) -> (String, String) {
    let (zh, en) = place(row);
    if covers == Grams::ZERO {
        return (format!("{zh}基价"), format!("{en}: base price"));
    }
    let covers = kilograms(covers);
    (format!("{zh}首重 {covers}"), format!("{en}: first {covers}"))
}

fn continued_steps(row: Row<'_>, steps: u32, continued: &Continued, rate: usize, price: Money) -> (String, String) {
    let ((zh, en), step) = (place(row), kilograms(continued.step));
    let (mut zh, mut en) = if continued.beyond == Grams::ZERO {
        (
            format!("{zh}全续 {steps} × {step}（每 {step} {price} 元）"),
            format!("{en}: whole weight {steps} × {step} at {price}"),
        )
    } else {
        (
            format!("{zh}续重 {steps} × {step}（每 {step} {price} 元）"),
            format!("{en}: {steps} × {step} continued at {price}"),
        )
    };
    if continued.rates.len() > 1 {
        zh.push_str(&format!("，续重第 {} 档", rate + 1));
        en.push_str(&format!(", continued rate {}", rate + 1));
    }
    if steps == continued.min_steps {
        zh.push_str(&format!("，至少 {steps} 个"));
        en.push_str(&format!(", at least {steps}"));
    }
    (zh, en)
}

fn of_surcharge(surcharge: &Surcharge, of: Money, billed: Grams) -> (String, String) {
    let (zh, en) = match surcharge.amount {
        SurchargeAmount::Fixed { .. } => return (surcharge.zh.clone(), surcharge.en.clone()),
        SurchargeAmount::OfWeight(per) => per_step(per, billed),
        SurchargeAmount::OfFreight(part) => of_share(of, part, ("运费 ", "freight ")),
        SurchargeAmount::OfDeclaredValue(part) | SurchargeAmount::OfCollected(part) => of_share(of, part, ("", "")),
    };
    (format!("{} {zh}", surcharge.zh), format!("{} {en}", surcharge.en))
}

fn per_step(per: PerStep, billed: Grams) -> (String, String) {
    let over = billed.checked_sub(per.beyond).unwrap_or_default();
    let steps = over.get().div_ceil(per.step.get().max(1));
    let (step, price) = (kilograms(per.step), per.price);
    let (least_zh, least_en) = bounds(per.min, per.max);
    (format!("{steps} × {step}（每 {step} {price} 元）{least_zh}"), format!("{steps} × {step} at {price}{least_en}"))
}

fn of_share(of: Money, part: Share, (zh, en): (&str, &str)) -> (String, String) {
    let percent: Decimal = part.percent;
    let (bounds_zh, bounds_en) = bounds(part.min, part.max);
    (
        format!("{zh}{of} × {percent}%，四舍五入到分{bounds_zh}"),
        format!("{en}{of} × {percent}%, rounded half up to the fen{bounds_en}"),
    )
}

fn bounds(min: Option<Money>, max: Option<Money>) -> (String, String) {
    let (mut zh, mut en) = (String::new(), String::new());
    if let Some(min) = min {
        zh.push_str(&format!("，最低 {min}"));
        en.push_str(&format!(", at least {min}"));
    }
    if let Some(max) = max {
        zh.push_str(&format!("，最高 {max}"));
        en.push_str(&format!(", at most {max}"));
    }
    (zh, en)
}
