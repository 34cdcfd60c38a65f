import RecordTypes
import XMLReader

extension Issue {
    /// Bytes that are no XML we read: what is wrong at the place, and what to do about it. No content of the document is named.
    init(_ fault: XMLFault) {
        let (kind, message, remedy): (Kind, String, String) =
            switch fault.code {
            case .documentType, .undeclaredEntity:
                (
                    .security, "The document has a document type declaration or an entity.",
                    "Send it without DOCTYPE and entities."
                )
            case .tooLarge, .tooDeep, .tooManyElements, .tooManyAttributes, .tooManyNamespaces, .nameTooLong,
                .attributeTooLong,
                .tooManyInstructions:
                (.tooLong, "The document exceeds a limit on size or structure.", "Send a smaller or flatter document.")
            case .unsupportedEncoding:
                (.notSupported, "The document's encoding is not supported.", "Send it in UTF-8.")
            case .outOfMemory:
                (.exception, "The document could not be read for lack of memory.", "Send it again later.")
            case .empty:
                (.structure, "The document is empty.", "Send the document itself as the body.")
            case .invalidText:
                (
                    .structure, "Bytes are no text in the encoding that the document names.",
                    "Write the encoding's name into the XML declaration, or send UTF-8."
                )
            case .controlCharacter:
                (
                    .structure, "A control character is not allowed in XML.",
                    "Leave it out; XML 1.0 §2.2 allows tab, line feed and carriage return alone."
                )
            case .undeclaredPrefix:
                (
                    .structure, "A prefix of a name or of an xsi:type is bound to no namespace.",
                    "Declare it with xmlns:prefix on this element or one around it."
                )
            case .notWellFormed:
                (
                    .structure, "The document is not well-formed XML: \(fault.wellFormedness)",
                    "Repair it at the place given."
                )
            }
        self.init(
            .fatal, fault.code.rawValue, kind, message, at: .xpath("/", line: fault.line, column: fault.column),
            rule: "XML 1.0; Namespaces in XML 1.0", remedy: remedy)
    }
}

extension XMLFault {
    /// Which rule of well-formedness was broken, by libxml2's `xmlParserErrors`.
    fileprivate var wellFormedness: String {
        switch parserCode {
        case 6, 7, 8, 10: "a character reference is malformed or names no character."
        case 9: "a character, written or referred to, is not allowed here."
        case 14, 22, 23: "an ampersand begins no reference; write &amp; for the character."
        case 38: "a less-than sign stands in an attribute's value; write &lt; for the character."
        case 39, 40: "an attribute's value has no quotation mark around it, or no second one."
        case 41: "an attribute has no value."
        case 42, 203: "an element has the same attribute twice."
        case 45, 80: "a comment does not end, or has two hyphens within."
        case 46, 47: "a processing instruction does not end."
        case 62: "the characters ]]> stand in text; write ]]&gt; for them."
        case 63: "a CDATA section does not end."
        case 56, 57, 96, 108: "the XML declaration is malformed."
        case 64: "an XML declaration stands elsewhere than at the very beginning."
        case 65: "white space is missing between attributes."
        case 68: "a name is missing or malformed; an ampersand in text is written &amp;."
        case 73: "a tag does not end with a greater-than sign."
        case 74, 77: "the document ends before its elements do."
        case 75: "an attribute has no equals sign."
        case 76: "an end tag names another element than the one that is open."
        case 5, 86: "something follows the root element."
        case 4: "there is no root element."
        case 35, 201, 202, 204, 205: "a namespace declaration or a prefix is not allowed."
        default: "a rule of XML is broken here."
        }
    }
}
