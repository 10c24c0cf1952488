package org.dnn.cli;

/** Where messages go. */
interface Reporter {
    void say(Message message);
}
