//! Who acts, who speaks and how sure the statement is.

vocabulary! {
    /// What a party is.
    pub enum PartyKind: "party kind" {
        State = "state" ["country", "nation", "empire"] => "a state that decides for itself",
        Client = "client" ["puppet", "satellite", "protectorate"] => "a state under a patron",
        Force = "force" ["army", "fleet", "border-guard"] => "an army, a fleet or a border guard of a party",
        Group = "group" ["coalition", "both", "all"] => "several parties taken together",
        Other = "other" => "a party of no other kind: insurgents, companies, mediators",
    }
}

vocabulary! {
    /// Whose kind of voice a claimant has who is no party.
    pub enum Voice: "voice" {
        Archive = "archive" => "records of an institution that were opened later",
        Scholarship = "scholarship" ["historian", "academic", "scholar"] => "historians and other scholars",
        Dataset = "dataset" ["database"] => "a coded collection of conflicts or battles",
        Press = "press" ["newspaper", "journalist"] => "newspapers, magazines and news agencies",
        Diplomatic = "diplomatic" ["embassy"] => "reports of an outside power's diplomats",
        Reference = "reference" ["encyclopaedia", "encyclopedia", "wikipedia"]
            => "encyclopaedias and pages derived from other works",
    }
}

vocabulary! {
    /// What a source is.
    pub enum SourceKind: "source kind" {
        Article = "article" ["paper", "journal"] => "an article in a journal or collection",
        Book = "book" ["monograph", "memoir"] => "a book",
        Thesis = "thesis" ["dissertation"] => "an academic thesis",
        Report = "report" ["study"] => "a report or study of an institution",
        Dataset = "dataset" ["database"] => "a coded collection of conflicts or battles",
        OfficialHistory = "official-history" => "a history published by a government or army",
        DiplomaticPapers = "diplomatic-papers" ["treaty-series"] => "published diplomatic papers and treaties",
        Press = "press" ["newspaper", "magazine"] => "a newspaper, a magazine or an agency's report",
        Encyclopaedia = "encyclopaedia" ["encyclopedia", "wikipedia"] => "an article of an encyclopaedia",
        Web = "web" ["website", "page", "blog"] => "a page of the web of no other kind",
        Film = "film" ["movie"] => "a film",
        Memory = "memory" ["remembered"] => "remembered and not seen: only for rows of status `unverified`",
    }
}

vocabulary! {
    /// At which height of a hierarchy something is decided.
    pub enum Level: "level" {
        Local = "local" ["tactical", "unit"] => "the troops on the spot: a post, a patrol, a garrison, a division",
        Theatre = "theatre" ["theater", "operational", "army"] => "the command of an army or a front",
        Capital = "capital" ["strategic", "government", "national"] => "the government and its general staff",
    }
}

vocabulary! {
    /// How sure a statement is as a statement: that the source says so, not that it is true.
    pub enum Status: "status" {
        Stated = "stated" ["seen", "confirmed"] => "the source says it and was read",
        Reported = "reported" ["secondhand"] => "as reported by another page; the work itself was not read",
        Doubtful = "doubtful" ["disputed", "suspect"] => "something about it looks wrong; the note says what",
        Unverified = "unverified" ["memory", "unsourced"] => "remembered, no page seen; informs no fit",
        Assumed = "assumed" ["invented", "assumption"] => "set by the maker of the folder, with the reason in the note",
    }
}

vocabulary! {
    /// As what a party took part in an incident.
    pub enum Role: "role" {
        Initiator = "initiator" ["attacker", "aggressor"] => "made the first move, by the one who claims so",
        Target = "target" ["defender", "victim"] => "the move was made against it",
        Participant = "participant" ["belligerent"] => "took part; who moved first is not said",
        Reinforcement = "reinforcement" ["support"] => "came into a clash that was under way",
        Patron = "patron" => "stood behind a client that fought",
        Adviser = "adviser" ["advisor"] => "had advisers with the troops of another",
        AirSupport = "air-support" => "flew in support of the troops of another",
        Mediator = "mediator" ["negotiator"] => "negotiated or observed",
    }
}
