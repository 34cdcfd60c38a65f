extension EVMAnchor {
    /// The contract's creation code, hexadecimal, written by hand: no compiler has to be trusted to read 58 bytes.
    ///
    /// ```text
    /// creation  60 3a 80 60 0b 60 00 39 60 00 f3   CODECOPY(0, 11, 58), RETURN(0, 58)
    ///
    /// 00  60 00 35 60 e0 1c 80                     selector = CALLDATALOAD(0) >> 224
    /// 07  63 eecdf927 14 60 1d 57                  anchor(bytes32): to 1d
    /// 10  63 9591a610 14 60 2d 57                  anchoredAt(bytes32): to 2d
    /// 19  60 00 80 fd                              anything else: REVERT
    /// 1d  5b 60 04 35 80 54 15 60 28 57 00         digest = CALLDATALOAD(4); STOP where SLOAD(digest) is not 0
    /// 28  5b 42 90 55 00                           SSTORE(digest, TIMESTAMP); STOP
    /// 2d  5b 60 04 35 54 60 00 52 60 20 60 00 f3   RETURN SLOAD(CALLDATALOAD(4))
    /// ```
    /// Whoever calls `anchor` first fixes a digest's time; nobody can move it later, and there is no owner. Somebody else can only
    /// anchor a digest that he knows, which shows no more than that it existed then.
    public static let contractCode =
        "603a80600b6000396000f3" + "60003560e01c80" + "63eecdf92714601d57" + "639591a61014602d57" + "600080fd"
        + "5b600435805415602857" + "00" + "5b42905500" + "5b60043554600052" + "60206000f3"
}
