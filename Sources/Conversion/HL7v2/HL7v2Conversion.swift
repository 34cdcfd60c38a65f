import HL7v2
import Profiles
import RecordTypes

/// HL7 v2 message → document Bundle.
func convertHL7v2(_ bytes: [UInt8], profiles: ProfileSet, options: ConversionOptions) -> ConversionOutcome {
    var outcome = ConversionOutcome(
        header: DocumentHeader(), parts: nil, issues: [], profileSetDigest: profiles.digest,
        converterVersion: Converter.version)
    do throws(HL7Error) {
        let meant = profiles.asMeant(bytes)
        outcome.issues = meant.issues
        let message = try Message(meant.bytes)
        var options = options
        if let facility = message.header[4].text, let zone = profiles.sender(facility)?.zone { options.zone = zone }
        var mapping = MessageMapping(message: message, profiles: profiles, options: options)
        let type = mapping.checkHeader()
        outcome.header = mapping.documentHeader(type)
        if let type { mapping.map(type) }
        outcome.issues += mapping.findings.issues
        let isFiled = options.convertsRefused || !outcome.issues.refuse
        if type != nil, mapping.messageTime != nil, isFiled { outcome.parts = mapping.resources.parts() }
    } catch {
        outcome.issues.append(error.issue)
    }
    return outcome
}
