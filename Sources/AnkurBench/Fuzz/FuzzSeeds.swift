/// What is changed at random: messages of every family, invented, with the numbers of test persons.
enum FuzzSeeds {
    static let hl7v2: [[UInt8]] = [
        [
            header("ORU^R01^ORU_R01", set: "8859/15"), patient,
            "PV1|1|I|W2^201^1^HAIGLA^^^^3||||D12345^Kask^Mari^^^Dr|||||||||||V77^^^HAIGLA^VN",
            "ORC|RE|P1^KIR|F1^LAB||CM||||20260301080000",
            "OBR|1|P1^KIR|F1^LAB|58410-2^Hemogramm^LN|||20260301080000|20260301081000||||||20260301083000|||||||20260301091500+0200||LAB|F||||||||&Kask&Mari",
            "NTE|1|L|M\\T\\rkus \\F\\ ja \\H\\r\\N\\ida\\.br\\teine rida",
            "OBX|1|NM|718-7^Hemoglobiin^LN|1|72.50|g/L^g/L^UCUM|134-170|L|||F|||20260301081500",
            "OBX|2|SN|6768-6^ALP^LN|2|>^100^-^200|U/L|<120|HH|||C",
            "OBX|3|CE|600-7^Bact^LN||112283007^E. coli^SCT~^vaba",
            "OBX|4|ED|PDF^Leht^L||^application^pdf^Base64^JVBERi0xLjQK", "OBX|5|DTM|x^y^L||20260301080910.1234-0330",
            "SPM|1|S1&LAB^S2&LAB||119297000^Veri^SCT|||||||||||||20260301080000^20260301080500|20260301083000",
            "ZLB|1|kohalik",
        ],
        [
            header("ADT^A40^ADT_A39"), "EVN|A40|20260301093000", patient, "MRG|998877^^^HAIGLA^MR~998878^^^HAIGLA^PI",
            "NK1|1|Tamm^Mari|MTH^Ema^HL70063|\"\"|+3725555555", "AL1|1|DA|7980^Penitsilliin^RXNORM|SV|Lööve~Turse",
            "DG1|1||J45^Astma^I10||20200101|W", "PR1|1||80146002^Appendektoomia^SCT||20200102", "IN1|1|P|1|Haigekassa",
        ],
        [
            header("MDM^T02^MDM_T02"), patient, "TXA|1|CN|TX|20260301||20260301||||||D1^^1.2.3^ISO|||||LA||AV",
            "OBX|1|ED|CDA^Dokument^L||^text^xml^Base64^PENsaW5pY2FsRG9jdW1lbnQgeG1sbnM9InVybjpobDctb3JnOnYzIi8+",
            "OBX|2|TX|x||esimene rida~teine rida",
        ],
        [
            header("VXU^V04^VXU_V04"), patient, "ORC|RE||V1^KIR", "RXA|0|1|20260301||208^COVID-19^CVX|0.3|mL^^UCUM||00",
            "RXR|IM^^HL70162|LA^^HL70163", "OBX|1|CE|64994-7^Kindlustus^LN|1|V01^^HL70064||||||F",
        ],
        [
            header("SIU^S12^SIU_S12"), "SCH|P5|F5|||||NORMAL^Tavaline|CHECKUP^Kontroll|30|min|^^30^20260401090000",
            patient,
            "RGS|1", "AIS|1||K1^Konsultatsioon", "AIP|1||D12345^Kask^Mari", "AIL|1||KAB^12",
        ],
        [
            header("RDE^O11^RDE_O11"), patient, "ORC|NW|R1^KIR", "TQ1|1||BID|", "RXE|1|C07AB02^Metoprolool^ATC|50||mg",
            "RXR|PO", "ORC|NW|R2^KIR", "RXO|A^B^ATC|1|2|mg",
        ],
        [
            "FHS|^~\\&|A|B", "BHS|^~\\&|A|B", header("DFT^P03^DFT_P03"), patient,
            "FT1|1|||20260301||CG|9A^Visiit^L|||||||||||J45^^I10", header("REF^I12^REF_I12"), "RF1|A|R|LAB|||RF1",
            "PRD|RP|Kask^Mari", patient, "BTS|2", "FTS|1",
        ],
    ].map { Array(($0.joined(separator: "\r") + "\r").utf8) }

    private static func header(_ type: String, set: String = "UNICODE UTF-8") -> String {
        "MSH|^~\\&|KIR|NTREE-10000001|ANKUR|GATEWAY|20260301093000+0200||\(type)|M1|P|2.5.1|||AL|NE|EST|\(set)"
    }

    private static let patient =
        "PID|1||38001085718^^^EST&1.3.6.1.4.1.28284.6.2.2.1&ISO^NI~77^^^HAIGLA^MR||Tamm^Jaan^^^^^L||19800108|M|||Tamme 1^^Tartu^^50101^EE^H||^PRN^PH^^372^^5555555"
}
