/// At which ages guardians stop to act for a child, and children begin to act for themselves: for each country to say.
///
/// A guardian may act until the child's birthday of ``guardianUntil``; a child may look at their own record from that of ``ownFrom``
/// on. Between the two both may, or neither (Sweden: 13 and 16).
public struct AgeLimits: Hashable, Sendable {
    public let guardianUntil: Int
    public let ownFrom: Int

    public init(guardianUntil: Int, ownFrom: Int) {
        self.guardianUntil = guardianUntil
        self.ownFrom = ownFrom
    }

    /// Guardians whatever the age, and everybody for themselves.
    public static let none = AgeLimits(guardianUntil: 200, ownFrom: 0)

    /// A person whose day of birth cannot be told is no child.
    func allowsGuardian(of person: PersonIdentifier, at now: Instant) -> Bool {
        guard guardianUntil < Self.none.guardianUntil else { return true }
        return person.age(at: now).map { $0 < guardianUntil } ?? false
    }

    public func allowsOwnAccess(of person: PersonIdentifier, at now: Instant) -> Bool {
        person.age(at: now).map { $0 >= ownFrom } ?? true
    }
}

extension PersonIdentifier {
    /// Full years; nil where the number does not tell the day of birth.
    ///
    /// Only Estonian personal codes do, by their first seven digits; the check digit is not looked at, because published test cards break it.
    public func age(at now: Instant) -> Int? {
        guard scheme == .personalNumber, country == "EE" else { return nil }
        let digits = number.utf8.map { Int64($0) - 48 }
        guard digits.count == 11, digits.allSatisfy({ (0...9).contains($0) }), (1...8).contains(digits[0]) else {
            return nil
        }
        let year = 1800 + (digits[0] - 1) / 2 * 100 + digits[1] * 10 + digits[2]
        let (month, day) = (digits[3] * 10 + digits[4], digits[5] * 10 + digits[6])
        guard CivilDate.days(year: year, month: month, day: day) != nil else { return nil }
        let today = CivilDate.fromDays(now.seconds >= 0 ? now.seconds / 86_400 : (now.seconds - 86_399) / 86_400)
        let hadBirthday = (today.month, today.day) >= (month, day)
        return Int(today.year - year) - (hadBirthday ? 0 : 1)
    }
}
