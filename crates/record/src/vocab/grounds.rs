//! The ground that a border runs over: terrain, kinds of place, kinds of line on the map.

vocabulary! {
    /// What a sector mostly looks like.
    pub enum Terrain: "terrain" {
        Steppe = "steppe" ["plain", "grassland", "desert"] => "open grassland or semi-desert",
        River = "river" ["islands"] => "a navigable river with its islands and banks",
        Hills = "hills" ["hill", "rolling"] => "hills that command the ground around them",
        Forest = "forest" ["wood", "taiga"] => "forest",
        Marsh = "marsh" ["swamp", "wetland"] => "marsh and flooded ground",
        Mountain = "mountain" ["mountains"] => "mountains",
        Coast = "coast" ["shore", "beach"] => "a sea coast",
        Strait = "strait" ["channel", "sea"] => "a stretch of sea between two shores",
    }
}

vocabulary! {
    /// What a place is.
    pub enum PlaceKind: "place kind" {
        Town = "town" ["city"] => "a town or city",
        Village = "village" ["hamlet", "settlement"] => "a village",
        Hill = "hill" ["height", "mountain"] => "a hill or height",
        Island = "island" ["islet"] => "an island in a river, lake or sea",
        Lake = "lake" => "a lake, or a point on its shore",
        River = "river" ["stream", "ford"] => "a point on a river",
        Strait = "strait" ["channel", "sea"] => "a point at sea between two shores",
        Battlefield = "battlefield" => "the middle of a field of battle",
        Temple = "temple" ["monastery"] => "a temple or monastery",
        Railhead = "railhead" ["station"] => "the end of a railway, or the station that supplies a sector",
        Port = "port" ["harbour", "harbor"] => "a harbour",
        Airfield = "airfield" ["airbase"] => "an airfield",
        Post = "post" ["outpost", "garrison"] => "a border post or garrison",
        Capital = "capital" => "a seat of government",
        Area = "area" ["region", "district"] => "a region of which the point is the middle",
    }
}

vocabulary! {
    /// What a feature of `geometry.geojson` is.
    pub enum FeatureKind: "feature kind" {
        Frontier = "frontier" ["border", "boundary"] => "the frontier as commonly drawn",
        ClaimedLine = "claimed-line" ["claim"] => "a line that one side claims as the frontier",
        River = "river" ["stream"] => "a river",
        Lake = "lake" => "a lake",
        Railway = "railway" ["railroad"] => "a railway",
        Road = "road" ["track"] => "a road or track",
        Coast = "coast" ["shore", "island"] => "a coast, or the outline of an island",
        Sector = "sector" => "the outline of a border sector",
    }
}
