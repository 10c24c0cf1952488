package org.dnn.compiler.emit;

import java.util.List;
import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.kernel.Slot;
import org.dnn.compiler.source.Origin;

/** What the host does of a program on a GPU, in order. */
public sealed interface CudaStep {
    /** Stands for the rows of the batch where a kernel asks for a size. */
    int ROWS = TensorType.ROWS;

    /** Where in the {@code .dnn} file it comes from. */
    Origin origin();

    /**
     * Starts a kernel.
     *
     * @param written what it writes
     */
    record Launch(String kernel, Grid grid, List<Argument> arguments, List<Slot> written, Origin origin)
            implements
                CudaStep {
        public Launch {
            arguments = List.copyOf(arguments);
            written = List.copyOf(written);
        }
    }

    /** Does the steps so many times; arguments see the number of the turn. */
    record Repeat(int turn, int count, boolean reversed, List<CudaStep> steps, Origin origin) implements CudaStep {
        public Repeat {
            steps = List.copyOf(steps);
        }
    }

    /** How many threads a kernel wants. Any number will do: each goes on with what is left. */
    sealed interface Grid {
        /** A thread for each point. A size below 0 is a multiple of the rows. */
        record Points(List<Integer> sizes) implements Grid {
            public Points {
                sizes = List.copyOf(sizes);
            }
        }

        /** A thread for every four points, which lie side by side. */
        record Fours(List<Integer> sizes) implements Grid {
            public Fours {
                sizes = List.copyOf(sizes);
            }
        }

        /** A block for each point: its threads share the point's work. */
        record Blocks(List<Integer> sizes) implements Grid {
            public Blocks {
                sizes = List.copyOf(sizes);
            }
        }

        /** A block for every 32 points, which lie side by side: its threads share their work. */
        record Columns(List<Integer> sizes) implements Grid {
            public Columns {
                sizes = List.copyOf(sizes);
            }
        }

        /**
         * A product of matrices, which a library may compute: a block of 256 threads for each tile of 16 by 16 elements.
         *
         * @param ofHalves   whether its factors are bfloat16
         * @param intoHalves whether what it gives is
         */
        record Tiles(boolean ofHalves, boolean intoHalves) implements Grid {}
    }

    /** What a kernel is given behind the batch. */
    sealed interface Argument {
        /** A place in the arena. */
        record Memory(Slot slot) implements Argument {}

        /** A column of the data. */
        record Column(String name) implements Argument {}

        /** An int; {@code -1} for the rows of a matrix that has a row for each of the batch. */
        record Number(int value) implements Argument {}

        /** The sizes of a convolution or window: a struct of ints. */
        record Shape(String type, List<Integer> sizes) implements Argument {
            public Shape {
                sizes = List.copyOf(sizes);
            }
        }

        /** The number of the turn among those of all repetitions around the kernel; 0 outside of them. */
        record Turn() implements Argument {}
    }
}
