package org.dnn.runtime.train;

/** Whether the user wants the training to end: Ctrl-C, or the end of the process that started it. */
public interface Interruption {
    /** Never. */
    Interruption NEVER = () -> false;

    boolean requested();
}
