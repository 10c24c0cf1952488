package org.dnn.compiler.diagnostic;

import org.dnn.compiler.source.Span;

/** One call of a block on the way to the place of a diagnostic: the call's text, and what its letters stood for. */
public record CallSite(Span span, String bindings) {}
