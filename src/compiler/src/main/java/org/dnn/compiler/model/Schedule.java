package org.dnn.compiler.model;

import java.util.List;
import java.util.Optional;

import org.dnn.compiler.catalog.Arguments;
import org.dnn.compiler.catalog.Entry;

/** How a quantity moves while training. */
public sealed interface Schedule {
    /** It does not. */
    record Constant(double value) implements Schedule {}

    /** Piece after piece, moving every step. */
    record Pieces(List<Piece> pieces) implements Schedule {
        public Pieces {
            pieces = List.copyOf(pieces);
        }
    }

    /**
     * One piece.
     *
     * @param curve {@code linear}, {@code cosine}, {@code exponential} or {@code constant}
     * @param over  how long; until the end of the training where empty
     */
    record Piece(String curve, double from, double to, Optional<Duration> over) {}

    /** A schedule of the catalogue. */
    record Named(Entry entry, Arguments arguments) implements Schedule {
        /** With one more argument, or another. */
        public Named with(String name, Object value) {
            return new Named(entry, arguments.with(name, value));
        }
    }
}
