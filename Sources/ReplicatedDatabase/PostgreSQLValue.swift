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

    /// Rows on their way into `COPY … FROM STDIN (FORMAT binary)`.
    public struct CopyRows {
        /// Signature, no flags, no extension: PostgreSQL's documentation of COPY, "Binary Format".
        private(set) var buffer: [UInt8] =
            Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0] + [UInt8](repeating: 0, count: 8)

        init(expectedByteCount: Int) { buffer.reserveCapacity(expectedByteCount + buffer.count + 2) }

        /// Begins a row of so many fields.
        public mutating func beginRow(fields: UInt16) { buffer.appendBigEndian(fields) }

        public mutating func append(_ bytes: [UInt8]) {
            buffer.appendBigEndian(UInt32(bytes.count))
            buffer += bytes
        }

        public mutating func append(_ bytes: [UInt8]?) {
            if let bytes { append(bytes) } else { buffer.appendBigEndian(UInt32.max) }
        }

        public mutating func append(_ value: Int64?) {
            guard let value else { return buffer.appendBigEndian(UInt32.max) }
            buffer.appendBigEndian(UInt32(8))
            buffer.appendBigEndian(UInt64(bitPattern: value))
        }

        mutating func finish() { buffer.appendBigEndian(UInt16.max) }
    }

    extension [UInt8] {
        mutating func appendBigEndian(_ value: some FixedWidthInteger & UnsignedInteger) {
            var shift = value.bitWidth - 8
            while shift >= 0 {
                append(UInt8(truncatingIfNeeded: value >> shift))
                shift -= 8
            }
        }
    }
#endif
