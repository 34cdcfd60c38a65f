#if PostgreSQL
    /// A parameter of a statement, in PostgreSQL's binary form.
    public enum PostgreSQLValue: Sendable {
        case null
        /// `bigint`
        case integer(Int64)
        /// `bytea`
        case bytes([UInt8])
        /// `text`
        case text(String)
        /// `bigint[]`
        case integers([Int64])
        /// `bytea[]`
        case byteStrings([[UInt8]])

        private enum ElementType: UInt32 {
            case bytea = 17
            case int8 = 20
        }

        /// How many bytes ``append(to:)`` appends, at the most.
        var byteCount: Int {
            switch self {
            case .null: 0
            case .integer: 8
            case .bytes(let bytes): bytes.count
            case .text(let text): text.utf8.count
            case .integers(let values): Self.arrayHeadLength + 12 * values.count
            case .byteStrings(let values): values.reduce(Self.arrayHeadLength) { $0 + 4 + $1.count }
            }
        }

        /// An empty array's is shorter.
        private static let arrayHeadLength = 20

        /// Appends the value's bytes, without a length.
        func append(to buffer: inout [UInt8]) {
            switch self {
            case .null: break
            case .integer(let value): buffer.appendBigEndian(UInt64(bitPattern: value))
            case .bytes(let bytes): buffer += bytes
            case .text(let text): buffer += text.utf8
            case .integers(let values):
                Self.appendArrayHead(.int8, count: values.count, to: &buffer)
                for value in values {
                    buffer.appendBigEndian(UInt32(8))
                    buffer.appendBigEndian(UInt64(bitPattern: value))
                }
            case .byteStrings(let values):
                Self.appendArrayHead(.bytea, count: values.count, to: &buffer)
                for value in values {
                    buffer.appendBigEndian(UInt32(value.count))
                    buffer += value
                }
            }
        }

        /// `int32 dimensions | int32 has nulls | int32 element type | int32 length | int32 lower bound`; an empty array has no dimension.
        private static func appendArrayHead(_ element: ElementType, count: Int, to buffer: inout [UInt8]) {
            buffer.appendBigEndian(UInt32(count == 0 ? 0 : 1))
            buffer.appendBigEndian(UInt32(0))
            buffer.appendBigEndian(element.rawValue)
            guard count > 0 else { return }
            buffer.appendBigEndian(UInt32(count))
            buffer.appendBigEndian(UInt32(1))
        }
    }

    extension [UInt8] {
        /// Sound: the integer's own bytes, copied before the closure ends.
        @inline(__always)
        mutating func appendBigEndian(_ value: some FixedWidthInteger & UnsignedInteger) {
            unsafe Swift.withUnsafeBytes(of: value.bigEndian) { unsafe append(contentsOf: $0) }
        }
    }
#endif
