use super::*;

/// The test key and the signature of `source` that WeChat Pay publishes with its SDK (wechatpay-apiv3/wechatpay-go, `utils/sign_test.go`).
const PUBLISHED_KEY: &str = "\
    MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQDZUJN33V+dSfvdfL0Mu+39XrZNXFFMQSy1V15FpncHeV47SmV0TzTqZc7hHB0ddqAdDi8Z5k3TKqb7\
    6sOwYr5TcAfuR6PIPaleyE0/0KrljBum2Isa2Nyq7Dgc3ElBQ6YN4l/a+DpvKaz1FSKmKrhLNskqokWVSlu4g8OlKlbPXQ9ibII14MZRQrrkTmHYHzfi7GXXM0thAKuR\
    0HNvyhTHBh4/lrYM3GaMvmWwkwvsMavnOex6+eioZHBOb1/EIZ/LzC6zuHArPpyW3daGaZ1rtQB1vVzTyERAVVFsXXgBHvfFud3w3ShsJYk8JvMwK2RpJ5/gV0QSARcm\
    LDRUAlPzAgMBAAECggEBAMc7rDeUaXiWv6bMGbZ3BTXpg1FhdddnWUnYE8HfX/kmOFI7XtBHXcgYFpcjYz4D5787pcsk7ezPidAj58zqenuclmjKnUmT3pfbI5eCA2v4\
    C9HnbYDrmUPK1ZcADtka4D6ScDccpNYNa1g2TFHzkIrEa6H+q7S3O2fqxY/DRVtN0JIXalBb8daaqL5QVzSmM2BMVnHy+YITJWIkP2a3pKs9C0W65JGDsnG0wVrHinHF\
    +cnhFZIbaPEI//DAFMc9NkrWOKVRTEgcCUxCFaHOZVNxDWZD7A2ZfJB2rK6eg//ygEiFDR2h6mTaDowMB4YF2n2dsIO4/dCG8vPHI20jn4ECgYEA/ZGu6lEMlO0XZnam\
    AZGtiNgLcCfM/C2ZERZE7QTRPZH1WdK92Al9ndldsswFw4baJrJLCmghjF/iG4zihhBvLnOLksnZUfjdumxoHDWXo2QBWbI5QsWIE7AuTiWgWj1I7X4fCXSQf6i+M/y2\
    6TogQ7d0ANpZFyOkTNMn/tiJvLECgYEA22XqlamG/yfAGWery5KNH2DGlTIyd6xJWtJ9j3jU99lZ0bCQ5xhiBbU9ImxCi3zgTsoqLWgA/p00HhNFNoUcTl9ofc0G3zwT\
    D1y0ZzcnVKxGJdZ6ohW52V0hJStAigtjYAsUgjm7//FH7PiQDBDP1Wa6xSRkDQU/aSbQxvEE8+MCgYEA3bb8krW7opyM0XL9RHH0oqsFlVO30Oit5lrqebS0oHl3Zsr2\
    ZGgoBlWBsEzk3UqUhTFwm/DhJLTSJ/TQPRkxnhQ5/mewNhS9C7yua7wQkzVmWN+VYeUGTvDGDF6qDz12/vJAgSwDDRym8x4NcXD5tTw7mmNRcwIfL22SkysThIECgYAV\
    BgccoEoXWS/HP2/u6fQr9ZIR6eV8Ij5FPbZacTG3LlS1Cz5XZra95UgebFFUHHtCEY1JHJY7z8SWvTH8r3Su7eWNaIAoFBGffzqqSVazfm6aYZsOvRY6BfqPHT3p/H1h\
    Tq6AbBffxrcltgvXnCTORjHPglU0CjSxVs7awW3AEQKBgB5WtaC8VLROM7rkfVIq+RXqE5vtJfa3e3N7W3RqxKp4zHFAPfr82FK5CX2bppEaxY7SEZVvVInKDc5gKdG/\
    jWNRBmvvftZhY59PILHO2X5vO4FXh7suEjy6VIh0gsnK36mmRboYIBGsNuDHjXLeBDa+8mDLkWu5nHEhOxy2JJZl";
const PUBLISHED_SIGNATURE: &str = "\
    BKyAfU4iMCuvXMXS0Wzam3V/cnxZ+JaqigPM5OhljS2iOT95OO6Fsuml2JkFANJU9K6q9bLlDhPXuoVz+pp4hAm6pHU4ld815U4jsKu1RkyaII+1CYBUYC8TK0XtJ8Fw\
    UXXz8vZHh58rrAVN1XwNyvD1vfpxrMT4SL536GLwvpUHlCqIMzoZUguLli/K8V29QiOhuH6IEqLNJn8e9b3nwNcQ7be3CzYGpDAKBfDGPCqCv8Rw5zndhlffk2FEA70G\
    4hvMwe51qMN/RAJbknXG23bSlObuTCN7Ndj1aJGH6/L+hdwfLpUtJm4QYVazzW7DFD27EpSQEqA8bX9+8m1rLg==";

/// Public test keys, made with openssl (`crates/fake-pay/keys`).
const PKCS8: &str = include_str!("../../../fake-pay/keys/wechat-platform.key.pem");
const CERTIFICATE: &str = include_str!("../../../fake-pay/keys/wechat-platform.crt.pem");
const PKCS1: &str = include_str!("../../../fake-pay/keys/alipay-app.key.pem");
const PUBLIC: &str = include_str!("../../../fake-pay/keys/alipay-app.pub.pem");

fn key(text: &str) -> MerchantKey {
    MerchantKey::read(&SecretString::from(text)).expect("a key")
}

fn body(pem: &str) -> String {
    pem.lines().filter(|line| !line.starts_with("-----")).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_published_signature() {
    assert_eq!(key(PUBLISHED_KEY).sign(b"source"), PUBLISHED_SIGNATURE);
}

#[test]
fn both_forms_of_private_keys_with_and_without_armour() {
    let public = ProviderKey::read(PUBLIC).unwrap();
    let bare_public = ProviderKey::read(&body(PUBLIC)).unwrap();
    let certificate = ProviderKey::of_certificate(CERTIFICATE.as_bytes()).unwrap();
    for pem in [PKCS1.to_owned(), body(PKCS1)] {
        let signature = key(&pem).sign("签名".as_bytes());
        assert!(public.verifies("签名".as_bytes(), &signature) && bare_public.verifies("签名".as_bytes(), &signature));
        assert!(!certificate.verifies("签名".as_bytes(), &signature), "another key");
    }
    for pem in [PKCS8.to_owned(), body(PKCS8)] {
        let signature = key(&pem).sign(b"signed");
        assert!(certificate.verifies(b"signed", &signature));
        assert!(!certificate.verifies(b"Signed", &signature) && !public.verifies(b"signed", &signature));
        for broken in ["", "====", &signature[4..], &signature.to_lowercase()] {
            assert!(!certificate.verifies(b"signed", broken), "{broken}");
        }
    }
}

#[test]
fn what_is_no_key_is_refused() {
    let long = "A".repeat(PEM_BYTES_MAX + 1);
    for text in ["", "key", PUBLIC, CERTIFICATE, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", &long]
    {
        assert_eq!(MerchantKey::read(&SecretString::from(text)).err(), Some(KeyError::Private), "{text:.40}");
    }
    for text in ["", "key", PKCS8, CERTIFICATE, &long] {
        assert_eq!(ProviderKey::read(text).err(), Some(KeyError::Public), "{text:.40}");
    }
    for text in ["", PKCS8, PUBLIC, &long] {
        assert_eq!(ProviderKey::of_certificate(text.as_bytes()).err(), Some(KeyError::Certificate), "{text:.40}");
    }
}

#[test]
fn keys_are_never_printed() {
    assert_eq!(format!("{:?}", key(PKCS8)), "MerchantKey");
}
