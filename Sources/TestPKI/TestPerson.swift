public import RecordTypes

/// A person of the test PKI, under a published test code. There are no others: another valid code may be somebody's.
public struct TestPerson: Hashable, Sendable {
    /// Eleven digits.
    public let code: String
    public let surname: String
    public let givenName: String

    /// 38001085718, a man.
    public static let jaak = TestPerson(code: "38001085718", surname: "JÕEORG", givenName: "JAAK-KRISTJAN")
    /// 60001017869, a woman.
    public static let maarika = TestPerson(code: "60001017869", surname: "NÄIDIS", givenName: "MAARIKA")
    /// 39901012239, a man; the ministry's official.
    public static let peeter = TestPerson(code: "39901012239", surname: "PROOVI", givenName: "PEETER")

    public static let all: [TestPerson] = [.jaak, .maarika, .peeter]

    /// `PNOEE-38001085718`.
    public var serialNumber: String { "PNOEE-\(code)" }
    /// As Estonian cards write it: the commas are literal inside one string.
    public var commonName: String { "\(surname),\(givenName),\(code)" }

    /// The same as a value; every person above has one.
    public var identifier: PersonIdentifier? { PersonIdentifier(semantics: serialNumber) }
}

/// An institution of the test PKI.
public struct TestInstitution: Hashable, Sendable {
    /// `NTREE-90000015`.
    public let identifier: String
    public let name: String

    public init(identifier: String, name: String) {
        self.identifier = identifier
        self.name = name
    }

    public static let northHospital = TestInstitution(identifier: "NTREE-90000015", name: "Põhja Näidishaigla")
    public static let southHospital = TestInstitution(identifier: "NTREE-90000021", name: "Lõuna Näidishaigla")
    public static let laboratory = TestInstitution(identifier: "NTREE-10000030", name: "Näidise Kesklabor")

    public static let all: [TestInstitution] = [.northHospital, .southHospital, .laboratory]
}
