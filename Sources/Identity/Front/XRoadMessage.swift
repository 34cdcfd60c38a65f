public import RecordTypes

/// What an X-Road security server says of a message in its header fields (X-Road message protocol for REST, §4.3).
///
/// Every word is the sending member's assertion; X-Road vouches for the member alone, and end users are the member's own affair.
///
/// ```
/// X-Road-Client: EE/GOV/70006317/datatracker     who sends: instance, class, member, subsystem
/// X-Road-Id: 29f4d011-…                           the message
/// X-Road-UserId: EE38001085718                    for whom
/// X-Road-Represented-Party: COM/12345678          on whose behalf, class left away or given
/// X-Road-Issue: 12345                             case or file
/// ```
public struct XRoadMessage: Hashable, Sendable {
    /// As X-Road writes it, which is how the register names subsystems.
    public let client: String
    public let id: String?
    public let user: PersonIdentifier?
    public let representedParty: String?
    public let issue: String?

    /// The names of its fields.
    public enum Field: String, CaseIterable, Sendable {
        case client = "X-Road-Client"
        case id = "X-Road-Id"
        case userID = "X-Road-UserId"
        case representedParty = "X-Road-Represented-Party"
        case issue = "X-Road-Issue"
    }

    /// Why the fields cannot be used; names the first such field.
    public struct Fault: Error, Hashable, Sendable {
        public let field: Field
    }

    /// - Parameter values: all values of a field, in order.
    public init(_ values: (Field) -> [String]) throws(Fault) {
        guard let client = try Self.one(.client, values), Self.isClient(client) else { throw Fault(field: .client) }
        self.client = client
        id = try Self.one(.id, values)
        issue = try Self.one(.issue, values)
        representedParty = try Self.one(.representedParty, values)
        if let representedParty {
            let parts = representedParty.split(separator: "/", omittingEmptySubsequences: false)
            guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty }) else {
                throw Fault(field: .representedParty)
            }
        }
        if let text = try Self.one(.userID, values) {
            guard let user = PersonIdentifier(xRoadUser: text) else { throw Fault(field: .userID) }
            self.user = user
        } else {
            user = nil
        }
    }

    /// One value of at most 200 bytes without control characters, or none.
    private static func one(_ field: Field, _ values: (Field) -> [String]) throws(Fault) -> String? {
        let all = values(field)
        guard let value = all.first else { return nil }
        let isFit =
            all.count == 1 && (1...200).contains(value.utf8.count) && value.utf8.allSatisfy { $0 >= 32 && $0 != 127 }
        guard isFit else { throw Fault(field: field) }
        return value
    }

    private static func isClient(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return (3...4).contains(parts.count) && parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
    }
}

extension PersonIdentifier {
    /// `EE38001085718`: country and national number.
    init?(xRoadUser text: String) {
        let number = text.dropFirst(2)
        let isEstonian = text.hasPrefix("EE")
        guard !isEstonian || (number.utf8.count == 11 && number.utf8.allSatisfy { $0 >= 48 && $0 <= 57 }) else {
            return nil
        }
        self.init(scheme: .personalNumber, country: String(text.prefix(2)), number: String(number))
    }
}
