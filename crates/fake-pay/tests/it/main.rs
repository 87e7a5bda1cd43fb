//! The gateways of `crates/payment` against the stand-in, over the loopback with the real transport.

mod alipay;
mod bills;
mod control;
mod faults;
mod keys;
mod notices;
mod refunds;
mod support;
mod wechat;
