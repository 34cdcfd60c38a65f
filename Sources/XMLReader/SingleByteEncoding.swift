/// Encodings of one byte a character that older systems of Europe write: the characters of the bytes from 80 (Windows) or A0 (ISO 8859) on.
///
/// A replacement character stands where the encoding has none.
enum SingleByteEncoding: String {
    case windows1250 = "windows-1250"
    case windows1252 = "windows-1252"
    case windows1257 = "windows-1257"
    case latin2 = "iso-8859-2"
    case latin4 = "iso-8859-4"
    case latin7 = "iso-8859-13"
    case latin9 = "iso-8859-15"

    /// What a byte stands for; nil for none.
    func scalars() -> [Unicode.Scalar?] {
        let upper = upperHalf.unicodeScalars.map { $0 == "\u{FFFD}" ? nil : Optional($0) }
        let lower = (0..<(256 - upper.count)).map { Optional(Unicode.Scalar(UInt8($0))) }
        return lower + upper
    }

    private var upperHalf: String {
        switch self {
        case .windows1250:
            "€\u{FFFD}‚\u{FFFD}„…†‡\u{FFFD}‰Š‹ŚŤŽŹ\u{FFFD}‘’“”•–—\u{FFFD}™š›śťžź\u{A0}ˇ\u{2D8}Ł¤Ą¦§\u{A8}©Ş«¬"
                + "\u{AD}®Ż°±\u{2DB}ł\u{B4}µ¶·\u{B8}ąş»Ľ\u{2DD}ľżŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢßŕáâăäĺćçčéęëěíîďđń"
                + "ňóôőö÷řůúűüýţ\u{2D9}"
        case .windows1252:
            "€\u{FFFD}‚ƒ„…†‡ˆ‰Š‹Œ\u{FFFD}Ž\u{FFFD}\u{FFFD}‘’“”•–—\u{2DC}™š›œ\u{FFFD}žŸ\u{A0}¡¢£¤¥¦§\u{A8}©ª«¬"
                + "\u{AD}®\u{AF}°±²³\u{B4}µ¶·\u{B8}¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷ø"
                + "ùúûüýþÿ"
        case .windows1257:
            "€\u{FFFD}‚\u{FFFD}„…†‡\u{FFFD}‰\u{FFFD}‹\u{FFFD}\u{A8}ˇ\u{B8}\u{FFFD}‘’“”•–—\u{FFFD}™\u{FFFD}›"
                + "\u{FFFD}\u{AF}\u{2DB}\u{FFFD}\u{A0}\u{FFFD}¢£¤\u{FFFD}¦§Ø©Ŗ«¬\u{AD}®Æ°±²³\u{B4}µ¶·ø¹ŗ»¼½¾æĄĮĀĆÄÅ"
                + "ĘĒČÉŹĖĢĶĪĻŠŃŅÓŌÕÖ×ŲŁŚŪÜŻŽßąįāćäåęēčéźėģķīļšńņóōõö÷ųłśūüżž\u{2D9}"
        case .latin2:
            "\u{A0}Ą\u{2D8}Ł¤ĽŚ§\u{A8}ŠŞŤŹ\u{AD}ŽŻ°ą\u{2DB}ł\u{B4}ľśˇ\u{B8}šşťź\u{2DD}žżŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔ"
                + "ŐÖ×ŘŮÚŰÜÝŢßŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ\u{2D9}"
        case .latin4:
            "\u{A0}ĄĸŖ¤ĨĻ§\u{A8}ŠĒĢŦ\u{AD}Ž\u{AF}°ą\u{2DB}ŗ\u{B4}ĩļˇ\u{B8}šēģŧŊžŋĀÁÂÃÄÅÆĮČÉĘËĖÍÎĪĐŅŌĶÔÕÖ×ØŲÚÛ"
                + "ÜŨŪßāáâãäåæįčéęëėíîīđņōķôõö÷øųúûüũū\u{2D9}"
        case .latin7:
            "\u{A0}”¢£¤„¦§Ø©Ŗ«¬\u{AD}®Æ°±²³“µ¶·ø¹ŗ»¼½¾æĄĮĀĆÄÅĘĒČÉŹĖĢĶĪĻŠŃŅÓŌÕÖ×ŲŁŚŪÜŻŽßąįāćäåęēčéźėģķīļšńņóōõ"
                + "ö÷ųłśūüżž’"
        case .latin9:
            "\u{A0}¡¢£€¥Š§š©ª«¬\u{AD}®\u{AF}°±²³Žµ¶·ž¹º»ŒœŸ¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïð"
                + "ñòóôõö÷øùúûüýþÿ"
        }
    }
}
