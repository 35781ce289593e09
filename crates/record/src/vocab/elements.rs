//! Elements: the one list of people, weapons, machines, formations and supplies that figures are about.

use super::{Dimension, Unit};

vocabulary! {
    /// To which branch of a force an element belongs.
    pub enum ElementClass: "element class" {
        Infantry = "infantry" => "soldiers on foot or mounted, with what they carry",
        MachineGun = "machine-gun" => "machine guns",
        Gun = "gun" => "mortars, guns, howitzers and rocket launchers",
        Armour = "armour" => "armoured fighting vehicles",
        Aircraft = "aircraft" => "aircraft",
        Vessel = "vessel" => "ships and boats",
        Transport = "transport" => "vehicles that carry and draw",
        Animal = "animal" => "animals that carry and draw",
        Formation = "formation" => "bodies of troops counted as one",
        Person = "person" => "people counted apart from the rank and file",
        Supply = "supply" => "ammunition, fuel, food, money",
        Installation = "installation" => "posts and works",
    }
}

/// Declares the elements: `Variant = "spelling" Class Unit [synonyms] => "meaning"`.
macro_rules! elements {
    ($($variant:ident = $word:literal $class:ident $unit:ident [$($synonym:literal),*] => $meaning:literal),+ $(,)?) => {
        vocabulary! {
            /// A kind of thing or person that a figure is about, by its standard name.
            pub enum ElementId: "element" {
                $($variant = $word [$($synonym),*] => $meaning),+
            }
        }

        impl ElementId {
            /// The branch of a force that it belongs to.
            #[must_use]
            pub fn class(self) -> ElementClass {
                match self { $(Self::$variant => ElementClass::$class),+ }
            }

            /// The unit it is counted in.
            #[must_use]
            pub fn unit(self) -> Unit {
                match self { $(Self::$variant => Unit::$unit),+ }
            }
        }
    };
}

elements! {
    Infantry = "infantry" Infantry Men ["rifleman", "riflemen", "soldier", "soldiers", "foot"] => "soldiers on foot",
    MotorisedInfantry = "motorised-infantry" Infantry Men ["motorized-infantry", "truck-borne"] => "soldiers carried by trucks",
    Cavalry = "cavalry" Infantry Men ["horseman", "horsemen", "cavalryman"] => "soldiers on horseback",
    BorderGuard = "border-guard" Infantry Men ["frontier-guard", "nkvd"] => "guards of a frontier service",
    Militia = "militia" Infantry Men ["irregular", "partisan"] => "armed people of no regular force",
    Marine = "marine" Infantry Men ["landing-party", "sailor", "crewman"] => "landing parties and crews of vessels",
    Rifle = "rifle" Infantry Rifles ["rifles", "carbine"] => "a rifle as a thing",

    MachineGun = "machine-gun" MachineGun Guns ["machine-guns", "mg"] => "machine guns in general",
    LightMachineGun = "light-machine-gun" MachineGun Guns ["light-mg", "lmg"] => "a machine gun that one man carries",
    HeavyMachineGun = "heavy-machine-gun" MachineGun Guns ["heavy-mg", "hmg"] => "a machine gun on a mount",
    AntiAircraftGun = "anti-aircraft-gun" Gun Guns ["flak", "aa-gun"] => "a gun against aircraft",

    Mortar = "mortar" Gun Guns ["mortars", "grenade-launcher"] => "a mortar",
    Gun37Mm = "gun-37mm" Gun Guns ["37mm", "guns-37mm"] => "a 37 mm gun of the infantry",
    AntiTankGun = "anti-tank-gun" Gun Guns ["at-gun"] => "a gun against tanks",
    CavalryGun = "cavalry-gun" Gun Guns ["horse-gun"] => "a light gun of the cavalry",
    LightGun = "light-gun" Gun Guns ["regimental-gun", "mountain-gun"] => "a light gun that goes with the infantry",
    FieldGun = "field-gun" Gun Guns ["75mm", "76mm"] => "a gun or light howitzer of the division",
    HeavyGun = "heavy-gun" Gun Guns ["howitzer", "heavy-artillery"] => "a gun or howitzer of 100 mm and more",
    CoastalGun = "coastal-gun" Gun Guns ["shore-battery", "fortress-gun"] => "a gun in a fixed work on a shore",
    ArtilleryPiece = "artillery-piece" Gun Guns ["artillery", "gun", "guns", "cannon"] => "guns in general, mortars apart",
    GunOrMortar = "gun-or-mortar" Gun Guns ["guns-mortars"] => "guns and mortars taken together",
    RocketLauncher = "rocket-launcher" Gun Guns ["katyusha"] => "a launcher of rockets",

    Tankette = "tankette" Armour Vehicles ["tankettes"] => "a small tracked armoured vehicle without a turret gun",
    LightTank = "light-tank" Armour Vehicles ["light-tanks"] => "a light tank",
    Tank = "tank" Armour Vehicles ["tanks", "medium-tank"] => "tanks in general",
    ArmouredCar = "armoured-car" Armour Vehicles ["armored-car", "armoured-cars"] => "an armoured car",
    ArmouredVehicle = "armoured-vehicle" Armour Vehicles ["armored-vehicle", "afv", "armour"] => "armoured vehicles in general, tanks and cars together",
    SelfPropelledGun = "self-propelled-gun" Armour Vehicles ["spg"] => "a gun on an armoured carriage",
    TankOrSelfPropelledGun = "tank-or-self-propelled-gun" Armour Vehicles ["tanks-spg"] => "tanks and self-propelled guns taken together",

    Fighter = "fighter" Aircraft Aircraft ["fighters", "pursuit"] => "a fighter",
    Bomber = "bomber" Aircraft Aircraft ["bombers", "light-bomber"] => "a bomber",
    ReconnaissanceAircraft = "reconnaissance-aircraft" Aircraft Aircraft ["scout", "recon"] => "an aircraft for reconnaissance",
    Aircraft = "aircraft" Aircraft Aircraft ["plane", "airplane", "aeroplane"] => "aircraft in general",

    Gunboat = "gunboat" Vessel Vessels ["gunboats", "armoured-boat", "cutter", "monitor"] => "a gunboat or armoured boat",
    Motorboat = "motorboat" Vessel Vessels ["launch", "speedboat"] => "an unarmoured motor boat",
    Warship = "warship" Vessel Vessels ["ship", "destroyer"] => "a warship",
    Submarine = "submarine" Vessel Vessels [] => "a submarine",
    FishingVessel = "fishing-vessel" Vessel Vessels ["fishing-boat", "trawler"] => "a fishing boat",
    Transport = "transport" Vessel Vessels ["ferry", "troopship", "landing-craft"] => "a vessel that carries troops or goods",
    Vessel = "vessel" Vessel Vessels ["boat"] => "vessels in general",

    Truck = "truck" Transport Vehicles ["lorry", "trucks"] => "a truck",
    Tractor = "tractor" Transport Vehicles ["tractors"] => "a tractor",
    TruckOrTractor = "truck-or-tractor" Transport Vehicles ["trucks-tractors"] => "trucks and tractors taken together",
    Car = "car" Transport Vehicles ["staff-car", "cars"] => "a car",
    MotorVehicle = "motor-vehicle" Transport Vehicles ["vehicle", "motor-vehicles"] => "unarmoured motor vehicles in general",

    Horse = "horse" Animal Animals ["horses"] => "a horse",
    Camel = "camel" Animal Animals ["camels"] => "a camel",
    Animal = "animal" Animal Animals ["horses-camels"] => "animals in general",

    Men = "men" Person Men ["personnel", "troops", "people"] => "people of all ranks and arms together",
    Officer = "officer" Person Men ["officers"] => "an officer",
    Adviser = "adviser" Person Men ["advisor", "advisers"] => "a military adviser",
    Volunteer = "volunteer" Person Men ["volunteers"] => "a soldier lent as a volunteer",
    AdviserOrVolunteer = "adviser-or-volunteer" Person Men ["advisers-volunteers"] => "advisers and volunteers taken together",
    Specialist = "specialist" Person Men ["technician", "specialists"] => "a technician or other specialist",
    Airman = "airman" Person Men ["aircrew", "pilot", "airmen"] => "a pilot or another member of an aircraft's crew",
    Agent = "agent" Person Men ["spy", "saboteur"] => "an agent sent across the line",
    Mutineer = "mutineer" Person Men ["deserter", "defector"] => "a soldier who rose against his officers or went over",
    Prisoner = "prisoner" Person Men ["captive", "pow"] => "a prisoner",
    Civilian = "civilian" Person Men ["settler", "fisherman", "surveyor"] => "somebody who belongs to no force",

    Army = "army" Formation Armies ["armies"] => "an army",
    Corps = "corps" Formation Corps [] => "a corps",
    InfantryDivision = "infantry-division" Formation Divisions ["rifle-division", "division", "divisions"] => "an infantry or rifle division",
    CavalryDivision = "cavalry-division" Formation Divisions [] => "a cavalry division",
    TankBrigade = "tank-brigade" Formation Brigades ["mechanised-brigade"] => "a brigade of tanks or armoured cars",
    CavalryBrigade = "cavalry-brigade" Formation Brigades [] => "a cavalry brigade",
    Brigade = "brigade" Formation Brigades ["brigades"] => "brigades in general",
    Regiment = "regiment" Formation Regiments ["regiments"] => "a regiment",
    Battalion = "battalion" Formation Battalions ["battalions"] => "a battalion",
    Squadron = "squadron" Formation Squadrons ["squadrons", "air-squadron"] => "a squadron of aircraft or of horse",
    CavalryCompany = "cavalry-company" Formation Companies ["motorised-cavalry-company"] => "a company of cavalry, mounted or motorised",
    MachineGunCompany = "machine-gun-company" Formation Companies [] => "a machine gun company",
    Company = "company" Formation Companies ["companies"] => "companies in general",
    Battery = "battery" Formation Batteries ["batteries"] => "a battery of guns",
    TankettePlatoon = "tankette-platoon" Formation Platoons [] => "a platoon of tankettes",
    Platoon = "platoon" Formation Platoons ["platoons"] => "platoons in general",

    Shell = "shell" Supply Rounds ["shells", "round"] => "shells for guns",
    Cartridge = "cartridge" Supply Rounds ["bullet", "cartridges"] => "cartridges for rifles and machine guns",
    Bomb = "bomb" Supply Bombs ["bombs"] => "bombs for aircraft",
    Ammunition = "ammunition" Supply Tonnes ["ammo", "munitions"] => "ammunition by weight",
    ArtilleryAmmunition = "artillery-ammunition" Supply Tonnes [] => "ammunition for guns, by weight",
    AirAmmunition = "air-ammunition" Supply Tonnes ["aviation-ammunition"] => "bombs and ammunition for aircraft, by weight",
    Fuel = "fuel" Supply Tonnes ["petrol", "lubricants", "oil"] => "motor and aircraft fuel and lubricants",
    SolidFuel = "solid-fuel" Supply Tonnes ["firewood", "coal"] => "fuel for warmth and cooking",
    Food = "food" Supply Tonnes ["rations", "fodder"] => "food and fodder",
    Stores = "stores" Supply Tonnes ["supplies", "equipment", "other-supplies"] => "supplies of all other kinds, or of all kinds together",
    Credit = "credit" Supply UsdMillion ["loan", "money"] => "money lent or given",

    Post = "post" Installation Posts ["outpost", "observation-post"] => "a post, fort or garrison",
}

impl ElementId {
    /// Whether a figure about the element may be given in `unit`.
    ///
    /// Any unit of the same dimension will do (trucks in `trucks` or `vehicles`), and people go in `men` whatever the
    /// element: the killed of a tank brigade are men.
    ///
    /// ```
    /// use halha_record::vocab::{ElementId, Unit};
    /// assert!(ElementId::Truck.accepts(Unit::Vehicles));
    /// assert!(!ElementId::Truck.accepts(Unit::Km));
    /// ```
    #[must_use]
    pub fn accepts(self, unit: Unit) -> bool {
        let about_people = matches!(self.class(), ElementClass::Formation | ElementClass::Installation);
        unit.dimension() == self.unit().dimension()
            || (about_people && unit.dimension() == Dimension::People)
            || (self.class() == ElementClass::Supply && unit.dimension() == Dimension::Mass)
            || matches!(unit, Unit::Count | Unit::Text | Unit::Ratio | Unit::Percent)
    }
}
