package org.dnn.compiler.diagnostic;

import org.dnn.compiler.source.Span;

/** Replace this stretch by this text. */
public record Edit(Span span, String replacement) {}
