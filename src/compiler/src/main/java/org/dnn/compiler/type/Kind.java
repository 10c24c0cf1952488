package org.dnn.compiler.type;

/** What the numbers of a value mean. */
public sealed interface Kind {
    Kind REAL = new Real();
    Kind LOGITS = new Logits();
    Kind PROBABILITY = new Probability();
    Kind LOG_PROBABILITY = new LogProbability();
    Kind BOOL = new Bool();

    /** Any number. */
    record Real() implements Kind {
        @Override
        public String toString() {
            return "real";
        }
    }

    /** Scores before a softmax or sigmoid; any real value can serve as logits. */
    record Logits() implements Kind {
        @Override
        public String toString() {
            return "logits";
        }
    }

    /** Between 0 and 1. */
    record Probability() implements Kind {
        @Override
        public String toString() {
            return "probability";
        }
    }

    /** The logarithm of a probability. */
    record LogProbability() implements Kind {
        @Override
        public String toString() {
            return "log_probability";
        }
    }

    /** The number of a class, from 0. */
    record ClassOf(int classes) implements Kind {
        @Override
        public String toString() {
            return "class(" + classes + ")";
        }
    }

    /** 1 for the class, 0 for all others. */
    record OneHot(int classes) implements Kind {
        @Override
        public String toString() {
            return "one_hot(" + classes + ")";
        }
    }

    /** 1 for true, 0 for false. */
    record Bool() implements Kind {
        @Override
        public String toString() {
            return "bool";
        }
    }
}
