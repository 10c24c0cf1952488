package org.dnn.compiler.ast;

import java.util.Optional;

import org.dnn.compiler.source.Span;

/** One argument of a call: by name ({@code kernel: 3}) or by position. */
public record Argument(Optional<Name> name, Expression value, Span span) {}
