import Foundation
import RecordTypes
import X509

/// Certificates from an end entity to a trust anchor, leaf first. Signatures along it have been verified; nothing else has.
struct CertificatePath: RandomAccessCollection, Sendable {
    let certificates: [ReadCertificate]

    var startIndex: Int { certificates.startIndex }
    var endIndex: Int { certificates.endIndex }
    subscript(position: Int) -> Certificate { certificates[position].certificate }

    var leaf: Certificate { self[0] }
    /// Whoever issued the leaf; a path has at least two certificates.
    var issuer: ReadCertificate { certificates[1] }
    var anchor: ReadCertificate { certificates[certificates.count - 1] }

    /// The earliest notAfter: when the path as a whole ends.
    var end: Instant { Instant(seconds: Int64(map(\.notValidAfter.timeIntervalSince1970).min() ?? 0)) }
}
