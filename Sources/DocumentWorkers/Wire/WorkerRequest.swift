public import RecordTypes

/// What a worker is asked to do with one document.
///
/// Payload: operation (1 byte), format (1 byte), the document's bytes.
public struct WorkerRequest: Hashable, Sendable {
    public enum Operation: UInt8, Hashable, Sendable, CaseIterable {
        case convert = 1
        case readHeader = 2
    }

    public let operation: Operation
    public let source: SourceDocument

    public init(_ operation: Operation, _ source: SourceDocument) {
        self.operation = operation
        self.source = source
    }

    public var payload: [UInt8] {
        var payload: [UInt8] = []
        payload.reserveCapacity(2 + source.bytes.count)
        payload.append(operation.rawValue)
        payload.append(source.format.wireCode)
        payload.append(contentsOf: source.bytes)
        return payload
    }

    /// Nil for an unknown operation or format.
    public init?(payload: [UInt8]) {
        guard payload.count >= 2, let operation = Operation(rawValue: payload[0]),
            let format = SourceDocument.Format.allCases.first(where: { $0.wireCode == payload[1] })
        else { return nil }
        self.init(operation, SourceDocument(format: format, bytes: Array(payload[2...])))
    }
}

extension SourceDocument.Format {
    fileprivate var wireCode: UInt8 {
        switch self {
        case .cda: 1
        case .hl7v2: 2
        }
    }
}
