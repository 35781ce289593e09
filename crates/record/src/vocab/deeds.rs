//! What is done at a border and between capitals: incidents, acts, responses, counts, aid, depictions.

vocabulary! {
    /// What an incident was.
    pub enum IncidentKind: "incident kind" {
        Violation = "violation" ["trespass", "crossing", "incursion"] => "a crossing of the line on the ground or water",
        Espionage = "espionage" ["spying", "smuggling"] => "agents sent or caught",
        AirIntrusion = "air-intrusion" ["overflight"] => "a flight over the line",
        Shooting = "shooting" ["affray", "fire"] => "shots exchanged without an attempt at ground",
        Clash = "clash" ["skirmish", "engagement", "ambush"] => "a fight of patrols or small units for a point",
        Battle = "battle" => "a fight of regiments and larger over days",
        Campaign = "campaign" => "several battles for one piece of ground under one command on each side",
        AirBattle = "air-battle" ["air-raid", "raid"] => "a fight in the air, or a raid on airfields",
        Naval = "naval" ["river", "gunboat"] => "a fight of ships or gunboats, or of guns against them",
        Mutiny = "mutiny" ["desertion"] => "troops that rose or went over, and the fight over them",
        Standoff = "standoff" ["occupation", "stand-off"] => "disputed ground held under threat without a fight",
        Offensive = "offensive" ["invasion", "war"] => "a general offensive with the purpose of war",
    }
}

vocabulary! {
    /// What an act between states was.
    pub enum ActKind: "act kind" {
        Protest = "protest" ["note", "complaint"] => "a protest, by note or by word of mouth",
        InvestigationRequest = "investigation-request" => "a proposal to look into an incident together",
        InvestigationRefusal = "investigation-refusal" => "such a proposal refused",
        InvestigationAgreement = "investigation-agreement" => "such a proposal accepted",
        Inquiry = "inquiry" ["investigation", "enquiry"] => "an inquiry by one side alone",
        ReturnOfBodies = "return-of-bodies" ["bodies-returned"] => "the dead given back",
        ReturnOfPrisoners = "return-of-prisoners" ["prisoner-exchange"] => "prisoners given back or exchanged",
        CeasefireOffer = "ceasefire-offer" => "a cease-fire offered or asked for",
        Ceasefire = "ceasefire" ["cease-fire", "armistice", "truce"] => "a cease-fire agreed",
        Ultimatum = "ultimatum" => "a demand with a date and a threat",
        WithdrawalDemand = "withdrawal-demand" ["demand"] => "a demand to leave ground",
        Withdrawal = "withdrawal" ["evacuation"] => "ground left by agreement or of one's own will",
        Talks = "talks" ["conference", "negotiation", "commission"] => "negotiations, conferences, border commissions",
        Treaty = "treaty" ["convention", "protocol", "agreement"] => "a treaty, convention or protocol",
        Pact = "pact" => "a pact of neutrality, non-aggression or alliance",
        Ratification = "ratification" => "a treaty or pact ratified",
        Denunciation = "denunciation" ["abrogation"] => "notice that a treaty or pact will end",
        DeclarationOfWar = "declaration-of-war" ["declaration"] => "a declaration of war",
        Decision = "decision" => "a decision of a government or general staff",
        Directive = "directive" ["order"] => "an order or a standing instruction to a command",
        Mobilisation = "mobilisation" ["mobilization"] => "a mobilisation ordered or called off",
        Statement = "statement" ["rhetoric", "speech"] => "a public statement, or one made to a diplomat",
        Arrest = "arrest" ["purge"] => "the arrest or removal of a commander or official",
    }
}

vocabulary! {
    /// A rung of the ladder of responses, from the lowest to the highest, with the steps down at the end but one.
    pub enum Rung: "rung" {
        Ignore = "ignore" ["nothing", "none"] => "nothing is done",
        Protest = "protest" => "a protest is lodged",
        Investigate = "investigate" ["investigation"] => "a party is sent to see, or a joint investigation is asked for",
        Reinforce = "reinforce" ["reinforcement"] => "troops are brought up",
        Punitive = "punitive" ["expedition", "retaliate"] => "a punitive expedition or counter-attack of small units",
        AirStrike = "air-strike" ["bombing", "raid"] => "aircraft attack beyond the line",
        Seize = "seize" ["occupy"] => "disputed ground is taken to be kept",
        DivisionOffensive = "division-offensive" => "an offensive of about a division",
        CorpsOffensive = "corps-offensive" => "an offensive of a corps or more",
        CeasefireOffer = "ceasefire-offer" ["ceasefire", "armistice"] => "a cease-fire is offered, asked for or accepted",
        ReturnBodies = "return-bodies" => "the dead or the prisoners are given back",
        Withdraw = "withdraw" ["withdrawal", "evacuate"] => "disputed ground is left",
        GeneralWar = "general-war" ["war", "invasion"] => "war on the whole front",
    }
}

vocabulary! {
    /// What a count counts.
    pub enum CountCategory: "count category" {
        BorderDispute = "border-dispute" ["dispute", "incident"] => "disputes of any kind, as the counter understood them",
        BorderViolation = "border-violation" ["violation", "crossing"] => "crossings of the line on the ground or water",
        AirIntrusion = "air-intrusion" ["overflight"] => "flights over the line",
        Espionage = "espionage" ["spy-smuggling", "spying"] => "agents smuggled in or caught",
        ShootingAffray = "shooting-affray" ["armed-incident", "shooting"] => "incidents in which shots fell",
        MajorClash = "major-clash" ["battle", "engagement"] => "clashes that the counter called major or armed",
        Fishing = "fishing" ["poaching"] => "vessels or parties fishing, hunting or logging across the line",
        Banditry = "banditry" ["raid"] => "raids of irregulars across the line",
        Other = "other" => "anything else; the note says what",
    }
}

vocabulary! {
    /// What an aid figure says of the things or people that were sent.
    pub enum AidAspect: "aid aspect" {
        Delivered = "delivered" ["supplied", "received"] => "reached the recipient",
        Sent = "sent" ["shipped", "provided"] => "left the donor, or served there",
        Promised = "promised" ["pledged", "ordered"] => "was promised or contracted for",
        Lost = "lost" => "was lost in the recipient's service or on the way",
        Killed = "killed" ["dead", "died"] => "the people sent who died",
        Credit = "credit" ["loan"] => "money lent to pay for it",
    }
}

vocabulary! {
    /// What a later work is.
    pub enum DepictionKind: "depiction kind" {
        Film = "film" ["movie"] => "a film",
        Novel = "novel" ["book", "story"] => "a novel or story",
        Game = "game" ["wargame"] => "a game",
        Memorial = "memorial" ["monument", "museum"] => "a memorial or museum",
        Painting = "painting" ["picture"] => "a painting or drawing",
        Series = "series" ["manga", "anime", "television"] => "a series of broadcasts or drawn stories",
        Song = "song" ["music"] => "a song",
    }
}
