package org.dnn.compiler.check;

import java.util.ArrayList;
import java.util.List;

import org.dnn.compiler.model.Node;

/** The nodes written so far, and the number of the next; bodies of repetitions have lists of their own. */
record NodeList(List<Node> nodes, int[] next) {
    static NodeList empty() {
        return new NodeList(new ArrayList<>(), new int[1]);
    }

    NodeList body() {
        return new NodeList(new ArrayList<>(), next);
    }

    int number() {
        return next[0]++;
    }
}
