import FHIR
import HL7v2
import Profiles
import RecordTypes

extension MessageMapping {
    /// Of how many parts what they are called says something of the document: with more of them every line has a name of its own.
    private static let kindLimit = 8

    /// TXA and the OBX behind it → DocumentReference with the document's content, and a section with its text.
    mutating func mapDocument() {
        let observations = groups.observations + groups.orders.filter { $0.obr == nil }.flatMap(\.observations)
        var text: [String] = []
        var attachments: [Attachment] = []
        var embedded: [Reference] = []
        var kinds: [CodeableConcept] = []
        for group in observations {
            guard !isWithdrawn(group.obx) else { continue }
            if let parts = self.attachments(group.obx) {
                attachments += parts
                embedded += parts.compactMap { adoptDocument(in: $0, at: group.obx[5].place) }
            } else {
                text += group.obx[5].repetitions.compactMap(\.wholeText)
            }
            if kinds.count <= Self.kindLimit, let kind = concept(group.obx[3]), !kinds.contains(kind) {
                kinds.append(kind)
            }
            text += group.notes.compactMap { note($0)?.text }
        }
        if !text.isEmpty {
            attachments.insert(
                Attachment(contentType: "text/plain", data: Base64.text(Array(text.joined(separator: "\n").utf8))),
                at: 0)
        }
        guard let txa = groups.document else {
            report(
                .error, "hl7-document-without-txa", .required, "The message says nothing about the document it brings.",
                at: Issue.HL7Place(segment: "TXA"), rule: "HL7 v2 9.6", remedy: "Send TXA.")
            return
        }
        if attachments.isEmpty {
            // T01 and its like only tell of a document that lies elsewhere.
            attachments.append(Attachment(title: txa[16].text ?? txa[2].text ?? "document"))
        }
        if let name = txa[16].text {
            if let unnamed = attachments.firstIndex(where: { $0.title == nil }) {
                attachments[unnamed].title = name
            } else if !attachments.contains(where: { $0.title == name }) {
                reportForgotten(txa[16])
            }
        }
        var resource = documentReference(txa, attachments)
        if kinds.count <= Self.kindLimit { resource.category = kinds.filter { $0 != resource.type } }
        let reference = add(resource, of: txa.place)
        let narrative = text.isEmpty ? nil : Self.narrative(paragraphs: text)
        sections.append(
            section(resource.type?.text ?? "Document", "34109-9", "Note", [reference] + embedded, narrative: narrative))
    }

    private mutating func documentReference(_ txa: Segment, _ attachments: [Attachment]) -> DocumentReference {
        let status = mapped("document-status-v2", txa[19]).flatMap { DocumentReference.Status(rawValue: $0) }
        let event = message.header[9][1][2].text ?? ""
        var resource = DocumentReference(
            status: event == "T11" ? .enteredInError : status ?? .current,
            content: attachments.map { .init(attachment: $0) })
        resource.masterIdentifier = entityIdentifier(txa[12][1])
        resource.identifier = [entityIdentifier(txa[14][1], type: "PLAC"), entityIdentifier(txa[15][1], type: "FILL")]
            .compactMap { $0 }
        resource.docStatus = mapped("document-completion-v2", txa[17]).flatMap { CompositionStatus(rawValue: $0) }
        resource.type = concept(txa[2], table: "0270")
        resource.subject = patient.reference == nil ? nil : patient
        resource.date = instant(txa[7]) ?? instant(txa[6]) ?? instant(txa[4])
        resource.author = practitioners(txa[9])
        resource.authenticator = practitioners(txa[10]).first ?? practitioners(txa[22]).first
        resource.custodian = sender
        if let parent = entityIdentifier(txa[13][1]) {
            resource.relatesTo = [
                .init(
                    code: ["T09", "T10"].contains(event) ? .replaces : .appends, target: Reference(identifier: parent))
            ]
        }
        if let label = mappedConcept("document-confidentiality-v2", txa[18][1], table: "0272") {
            resource.securityLabel = [label]
        }
        let orders = groups.orders.filter { $0.obr != nil && $0.observations.isEmpty }
        if encounter != nil || txa[4].hasValue || !orders.isEmpty {
            resource.context = .init(
                encounter: encounter.map { [$0] } ?? [], period: dateTime(txa[4]).map { Period(start: $0) })
            resource.context?.related = orders.map { reference(ServiceRequest.resourceType, of: place(of: $0)) }
        }
        if txa[7].hasValue { reportForgotten(txa[6]) }
        return resource
    }

    /// ED and RP of an OBX → Attachments, one for each repetition; nil for other types and for nothing.
    mutating func attachments(_ obx: Segment) -> [Attachment]? {
        let attachments = obx[5].repetitions.compactMap { attachment($0, of: obx) }
        return attachments.isEmpty ? nil : attachments
    }

    private mutating func attachment(_ value: Repetition, of obx: Segment) -> Attachment? {
        switch obx[2].text {
        case "ED":
            guard let data = value[5].wholeText else { return nil }
            var attachment = Attachment(contentType: mediaType(value[2].text, value[3].text), title: obx[3][1][2].text)
            if value[4].text?.uppercased() == "BASE64" {
                let plain = Self.withoutWhiteSpace(data)
                guard !plain.isEmpty, (try? Base64.bytes(plain.utf8, isExact: false)) != nil else {
                    report(
                        .warning, "hl7-invalid-base64", .value, "An embedded document is not Base64; it was left out.",
                        at: value[5].place,
                        rule: "HL7 v2 2A.23 ED", remedy: "Send ED.5 in Base64, or ED.4 A for plain text.")
                    return Attachment(contentType: attachment.contentType, title: attachment.title ?? "document")
                }
                attachment.data = plain
            } else if value[4].text?.uppercased() == "HEX" {
                guard let bytes = Self.bytes(hex: data) else {
                    report(
                        .warning, "hl7-invalid-hex", .value,
                        "An embedded document is not hexadecimal; it was left out.",
                        at: value[5].place, rule: "HL7 v2 2A.23 ED", remedy: "Send ED.5 in Base64.")
                    return Attachment(contentType: attachment.contentType, title: attachment.title ?? "document")
                }
                attachment.data = Base64.text(bytes)
            } else if value[4].text == nil, let bytes = Self.undeclaredBase64(data, type: attachment.contentType) {
                report(
                    .warning, "hl7-encoding-assumed", .required,
                    "An embedded document does not say how it is encoded; it is Base64, and was read as that.",
                    at: value[4].place, rule: "HL7 v2 2A.23 ED, table 0299", remedy: "Send ED.4.")
                attachment.data = bytes
            } else {
                attachment.data = Base64.text(Array(data.utf8))
            }
            return attachment
        case "RP":
            guard let pointer = value[1].wholeText else { return nil }
            return Attachment(
                contentType: mediaType(value[3].text, value[4].text), url: pointer, title: obx[3][1][2].text)
        default: return nil
        }
    }

    /// Documents of megabytes come in one line: nothing to look at by characters.
    private static func withoutWhiteSpace(_ text: String) -> String {
        text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x80 } ? text : text.filter { !$0.isWhitespace }
    }

    /// Data of something that is no text, in Base64 to the last sign.
    private static func undeclaredBase64(_ data: String, type: String?) -> String? {
        let plain = Self.withoutWhiteSpace(data)
        guard type?.hasPrefix("text/") != true, plain.utf8.count >= 8, plain.utf8.count % 4 == 0,
            (try? Base64.bytes(plain.utf8, isExact: false)) != nil
        else { return nil }
        return plain
    }

    /// Two digits a byte, white space between them without meaning; nil for anything else and for nothing.
    private static func bytes(hex text: String) -> [UInt8]? {
        let digits = text.utf8.filter { $0 > 0x20 }.map { byte in
            Character(Unicode.Scalar(byte)).isASCII ? Character(Unicode.Scalar(byte)).hexDigitValue : nil
        }
        guard !digits.isEmpty, digits.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        for position in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digits[position], let low = digits[position + 1] else { return nil }
            bytes.append(UInt8(high * 16 + low))
        }
        return bytes
    }

    private func mediaType(_ type: String?, _ subtype: String?) -> String {
        if let type, type.contains("/") { return type }
        for word in [subtype, type].compactMap({ $0 }) {
            if let known = profiles.map("media-subtype-v2", system: "", code: word.uppercased()) { return known }
        }
        return "application/octet-stream"
    }
}
