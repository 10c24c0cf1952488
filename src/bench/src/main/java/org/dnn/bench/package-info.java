/**
 * How fast it is, beside its peers, on this machine.
 *
 * <p>{@link org.dnn.bench.Bench} trains each network here and in PyTorch in turn, each in a process of its own, so that
 * whatever else the machine does befalls both.
 */
@NullMarked
package org.dnn.bench;

import org.jspecify.annotations.NullMarked;
