package org.dnn.compiler.check;

import java.util.List;
import java.util.Optional;

import org.dnn.compiler.diagnostic.Edit;
import org.dnn.compiler.diagnostic.Fix;
import org.dnn.compiler.source.Span;

/** Takes a stage out of a chain, with the arrow before it. */
final class Removal {
    private Removal() {}

    /** Empty where no arrow stands before it. */
    static Optional<Fix> of(Span stage) {
        String text = stage.file().text();
        int arrow = text.lastIndexOf("->", stage.start());
        if (arrow < 0 || !text.substring(arrow + 2, stage.start()).isBlank()) {
            return Optional.empty();
        }
        int start = arrow;
        while (start > 0 && Character.isWhitespace(text.charAt(start - 1))) {
            start--;
        }
        return Optional.of(new Fix("remove " + stage.text(),
                List.of(new Edit(new Span(stage.file(), start, stage.end()), ""))));
    }
}
