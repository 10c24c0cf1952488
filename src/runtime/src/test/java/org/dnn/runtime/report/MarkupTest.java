package org.dnn.runtime.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class MarkupTest {
    @Test
    void escapesTextAndAttributes() {
        assertEquals("<b title=\"&quot;&#39;&lt;&gt;&amp;\">&lt;/b&gt;&amp;amp;\uFFFD</b>",
                new Markup().element("b", "</b>&amp;\u0000", "title", "\"'<>&").done());
    }

    @Test
    void endsALineAfterABlockAlone() {
        assertEquals("<p><b>x</b>y</p>\n<path d=\"M0 0\"/>\n",
                new Markup().open("p").element("b", "x").text("y").close().empty("path", "d", "M0 0").done());
    }

    @Test
    void whatIsOpenMustBeClosed() {
        assertThrows(IllegalStateException.class, () -> new Markup().open("p").done());
    }
}
