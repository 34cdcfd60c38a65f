import FHIR
import HL7v2
import Profiles
import RecordTypes

extension MessageMapping {
    /// The type of a message as it is usually written, whatever delimiters its sender uses.
    private static func joined(_ type: Repetition) -> String? {
        var parts = (1...3).map { type[$0].text ?? "" }
        while parts.last == "" { parts.removeLast() }
        return parts.isEmpty ? nil : parts.joined(separator: "^")
    }

    /// MSH → MessageHeader: event, source, destinations, sender and receiver.
    mutating func mapMessageHeader() {
        let header = message.header
        let event = Coding(
            system: "http://terminology.hl7.org/CodeSystem/v2-0003",
            code: (triggerEvent ?? header[9].text).flatMap { Self.codeForm($0) },
            display: Self.joined(header[9][1]))
        let application = header[3][1]
        var source = FHIR.MessageHeader.Source(
            name: application[1].text,
            endpoint: endpoint(application[2].text, kind: application[3].text) ?? endpoint(of: header[24][1])
                ?? localEndpoint(application[1].text, facility: header[4]))
        if let software = message.first("SFT") {
            source.software = software[3].text
            source.version = software[2].text
        }
        mapSoftware()
        var resource = FHIR.MessageHeader(event: event, source: source)
        resource.sender = messageSender
        resource.responsible = sender == messageSender ? nil : sender
        let receiver = organization(namedBy: HierarchicDesignator(header[6][1])) ?? organization(header[23][1])
        if header[5].hasValue || receiver != nil {
            let application = header[5][1]
            resource.destination.append(
                FHIR.MessageHeader.Destination(
                    name: application[1].text,
                    endpoint: endpoint(application[2].text, kind: application[3].text)
                        ?? localEndpoint(application[1].text, facility: header[6]),
                    receiver: receiver))
        }
        if header[25].hasValue {
            resource.destination.append(
                FHIR.MessageHeader.Destination(
                    name: header[25].text,
                    endpoint: endpoint(of: header[25][1]) ?? localEndpoint(header[25].text, facility: header[6])))
        }
        // Only what looks like a language tag is one: `en`, `en-US`, `EN`.
        if let language = header[19][1][1].text, Self.isLanguage(language) { resource.language = language }
        _ = add(resource, of: header.place)
    }

    /// SFT → Device: the software that wrote the message.
    private mutating func mapSoftware() {
        for sft in message.all("SFT") {
            var device = Device()
            device.manufacturer = sft[1].text
            if let version = sft[2].text { device.version = [Device.Version(value: version)] }
            if let name = sft[3].text { device.deviceName = [Device.DeviceName(name: name, type: .manufacturerName)] }
            device.modelNumber = sft[4].text
            device.note = sft[5].wholeText.map { [Annotation(text: $0)] } ?? []
            if device != Device() { _ = add(device, of: sft.place) }
        }
    }

    /// R4 wants an address, and allows one that leads nowhere: the application's own name at its facility.
    private func localEndpoint(_ application: String?, facility: Field) -> String {
        AuthorityName.system(
            site: AuthorityName.site(facility.text ?? "unknown"), authority: application ?? "unnamed", type: "endpoint")
    }

    private func endpoint(of repetition: Repetition) -> String? {
        endpoint(repetition[2].text, kind: repetition[3].text)
    }

    /// The URI of an HD's universal id.
    private func endpoint(_ id: String?, kind: String?) -> String? { universalSystem(id, kind: kind) }

    private static func isLanguage(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return (1...3).contains(parts.count) && (2...3).contains(parts[0].count)
            && parts.allSatisfy { !$0.isEmpty && $0.count <= 8 && $0.allSatisfy { $0 >= 48 && $0 < 123 } }
    }
}
