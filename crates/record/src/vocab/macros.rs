//! The one macro that turns a table of words into an enum.

/// Declares a vocabulary: `Variant = "spelling" => "meaning"`, with synonyms in brackets where there are any.
macro_rules! vocabulary {
    (
        $(#[$outer:meta])*
        pub enum $name:ident: $title:literal {
            $($variant:ident = $word:literal $([$($synonym:literal),* $(,)?])? => $meaning:literal),+ $(,)?
        }
    ) => {
        $(#[$outer])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $(#[doc = concat!("`", $word, "`: ", $meaning)] $variant),+
        }

        impl $crate::vocab::Vocabulary for $name {
            const NAME: &'static str = $title;
            const ALL: &'static [Self] = &[$(Self::$variant),+];

            fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning),+ }
            }

            fn parse(text: &str) -> Option<Self> {
                match text { $($word => Some(Self::$variant),)+ _ => None }
            }

            fn synonyms(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$($($synonym),*)?]),+ }
            }
        }

        impl $name {
            /// Every word, in the order of the codebook.
            pub const ALL: &'static [Self] = <Self as $crate::vocab::Vocabulary>::ALL;

            /// The spelling in a conflict folder.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                $crate::vocab::Vocabulary::as_str(self)
            }

            /// One sentence on what the word means.
            #[must_use]
            pub fn meaning(self) -> &'static str {
                $crate::vocab::Vocabulary::meaning(self)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::vocab::UnknownWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $crate::vocab::Vocabulary::parse(text).ok_or_else(|| $crate::vocab::UnknownWord::new::<Self>(text))
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                $crate::vocab::schema_of::<Self>()
            }
        }
    };
}
