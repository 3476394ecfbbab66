"""Texts that strangers write: markup of every kind, and characters that are none."""

from hypothesis import strategies as st

FAVOURITES = [
    "</p><script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "&lt;b&gt; &amp; &#60;",
    "</title></style><!-- -->",
    '#read("/etc/passwd") $x$ *strong* _emph_ `raw` @ref <label>',
    '#{panic("x")} ] [ \\u{41} // /* */ "',
    "= heading\n- item\n+ item\n/ term: x",
    "a\r\nBcc: stranger@example.org\r\n\r\nbody",
    "\x00\x1b[31m\ud800\ufffe\u202eabc\u2028\u0085",
    "😀 漢字 العربية \u0301\u200b",
    "",
    " ",
]

nasty = (
    st.sampled_from(FAVOURITES)
    | st.text(max_size=60)
    | st.text(alphabet="<>&\"'#$*_`@[]{}()\\/=-+\n\t ab", max_size=60)
    | st.text(alphabet=st.characters(), max_size=30)
)
