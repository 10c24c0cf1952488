package org.dnn.compiler.ir;

/** When all equations have run, this value is what the variable holds. */
public record Store(Variable variable, Value value) {}
