package org.dnn.compiler.diagnostic;

import org.dnn.compiler.source.Span;

/** A further place that explains a diagnostic, with a few words for the margin. */
public record Label(Span span, String text) {}
