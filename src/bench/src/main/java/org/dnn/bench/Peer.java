package org.dnn.bench;

/** Somebody who trains networks. */
interface Peer {
    String name();

    Measurement train(Network network, int epochs);
}
