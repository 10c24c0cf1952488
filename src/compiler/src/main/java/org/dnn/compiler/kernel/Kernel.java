package org.dnn.compiler.kernel;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.dnn.compiler.ir.Convolution;
import org.dnn.compiler.ir.Window;
import org.dnn.compiler.source.Origin;

/** One step of the computation. The places in it belong to its arguments, in their order. */
public sealed interface Kernel {
    /** What a reader would call it. */
    String name();

    /** What it reads and writes. */
    List<Slot> arguments();

    /** Which arguments are written. */
    List<Integer> written();

    Origin origin();

    /** What it writes, as buffers. */
    default Stream<Buffer> writtenBuffers() {
        return written().stream().map(w -> arguments().get(w).buffer());
    }

    /** The same with other arguments. */
    default Kernel with(List<Slot> others) {
        return switch (this) {
            case LoopNest k -> new LoopNest(k.name, others, k.outer, k.loops, k.origin);
            case Product k -> new Product(k.name, others, k.a, k.b, k.rows, k.columns, k.depth, k.origin);
            case Convolve k -> new Convolve(k.name, k.kind, others, k.convolution, k.parts, k.origin);
            case Slide k -> new Slide(k.name, k.kind, others, k.window, k.origin);
        };
    }

    /**
     * For each point of the outer axes, which are independent of each other, the loops one after the other. Axes of an
     * {@link Index}: the outer ones, then the loop's own.
     */
    record LoopNest(String name, List<Slot> arguments, List<Integer> outer, List<Loop> loops, Origin origin)
            implements
                Kernel {
        public LoopNest {
            arguments = List.copyOf(arguments);
            outer = List.copyOf(outer);
            loops = List.copyOf(loops);
        }

        /** All terms, and what they are made of. */
        public Stream<Term> terms() {
            return loops.stream().flatMap(l -> l.statements().stream()).flatMap(s -> s.term().all());
        }

        /** Whether it draws random numbers. */
        public boolean isRandom() {
            return terms().anyMatch(t -> t instanceof Term.Uniform);
        }

        /**
         * Whether the nest, at each place of an axis, touches of an argument only what belongs to that place: the elements whose
         * first axis has the place.
         */
        public boolean keepsTo(int axis, int argument) {
            return new OwnPart(this, axis, argument).isAll();
        }

        @Override
        public List<Integer> written() {
            return loops.stream().flatMap(l -> l.statements().stream())
                    .flatMap(s -> s instanceof Statement.Store store
                            ? Optional.of(store.argument()).stream()
                            : Optional.<Integer>empty().stream())
                    .distinct().toList();
        }
    }

    /** Where the elements of a matrix in memory stand: {@code offset + row × rowStride + column × columnStride}. */
    record Matrix(long rowStride, long columnStride) {}

    /**
     * Arguments a, b, c: {@code c = a × b} with a of {@code rows × depth}; each element is a chain of fused multiply-adds
     * over the depth, from 0. Sizes may be {@link org.dnn.compiler.ir.TensorType#ROWS}.
     */
    record Product(String name, List<Slot> arguments, Matrix a, Matrix b, int rows, int columns, int depth,
            Origin origin)
            implements
                Kernel {
        @Override
        public List<Integer> written() {
            return List.of(2);
        }
    }

    /** Which of the three products a convolution is. */
    enum ConvolutionKind {
        /** Arguments images, filters, output. */
        FORWARD,
        /** Arguments gradient of the output, filters, gradient of the images. */
        INPUT_GRADIENT,
        /** Arguments images, gradient of the output, gradient of the filters or a stack of such gradients. */
        WEIGHT_GRADIENT
    }

    /**
     * A convolution product.
     *
     * @param parts of how many parts of the images the gradient of the filters is computed, each apart; else 1
     */
    record Convolve(String name, ConvolutionKind kind, List<Slot> arguments, Convolution convolution, int parts,
            Origin origin)
            implements
                Kernel {
        @Override
        public List<Integer> written() {
            return List.of(2);
        }
    }

    /** Which function of a sliding window. */
    enum WindowKind {
        /** Arguments images, output. */
        MAXIMUM,
        /** Arguments images, gradient of the output, gradient of the images. */
        MAXIMUM_GRADIENT,
        /** Arguments images, output. */
        SUM,
        /** Arguments gradient of the output, gradient of the images. */
        SUM_GRADIENT
    }

    /** A function of a sliding window. */
    record Slide(String name, WindowKind kind, List<Slot> arguments, Window window, Origin origin) implements Kernel {
        @Override
        public List<Integer> written() {
            return List.of(arguments.size() - 1);
        }
    }
}
