package org.dnn.compiler.diagnostic;

/** How much a diagnostic matters: an error stops the build, a warning and a note do not. */
public enum Severity {
    ERROR, WARNING, NOTE
}
