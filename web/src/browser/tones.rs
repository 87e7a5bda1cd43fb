//! Short tones, so that nobody has to look up.

use web_sys::{AudioContext, OscillatorNode};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Heard,
    Good,
    Bad,
    Ask,
}

/// Loud enough for a warehouse, and not distorted.
const LOUDNESS: f32 = 0.25;
/// A tone that stops at once clicks.
const FADE_S: f64 = 0.02;

/// Pitch in hertz, when it begins and how long it lasts, in seconds.
type Note = (f32, f64, f64);

const fn notes(tone: Tone) -> &'static [Note] {
    match tone {
        Tone::Heard => &[(1800.0, 0.0, 0.04)],
        Tone::Good => &[(880.0, 0.0, 0.1), (1320.0, 0.1, 0.16)],
        Tone::Bad => &[(220.0, 0.0, 0.25), (180.0, 0.27, 0.4)],
        Tone::Ask => &[(660.0, 0.0, 0.12), (660.0, 0.18, 0.12)],
    }
}

/// Plays tones; made at the first, because browsers are silent until somebody pressed a key.
#[derive(Default)]
pub struct Tones(Option<AudioContext>);

impl Tones {
    /// A browser that makes no sound makes none.
    pub fn play(&mut self, tone: Tone) {
        if self.0.is_none() {
            self.0 = AudioContext::new().ok();
        }
        if let Some(context) = &self.0 {
            let _ = context.resume();
            for note in notes(tone) {
                let _ = begin(context, *note);
            }
        }
    }
}

impl Drop for Tones {
    fn drop(&mut self) {
        if let Some(context) = &self.0 {
            let _ = context.close();
        }
    }
}

fn begin(context: &AudioContext, (pitch, after_s, length_s): Note) -> Option<OscillatorNode> {
    let starts = context.current_time() + after_s;
    let ends = starts + length_s;
    let (source, gain) = (context.create_oscillator().ok()?, context.create_gain().ok()?);
    source.frequency().set_value(pitch);
    gain.gain().set_value_at_time(LOUDNESS, starts).ok()?;
    gain.gain().set_value_at_time(LOUDNESS, ends - FADE_S).ok()?;
    gain.gain().linear_ramp_to_value_at_time(0.0, ends).ok()?;
    source.connect_with_audio_node(&gain).ok()?;
    gain.connect_with_audio_node(&context.destination()).ok()?;
    source.start_with_when(starts).ok()?;
    source.stop_with_when(ends).ok()?;
    Some(source)
}
