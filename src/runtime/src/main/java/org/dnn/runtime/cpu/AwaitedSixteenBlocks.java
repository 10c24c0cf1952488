package org.dnn.runtime.cpu;

/** Other blocks until {@link MachineSixteenBlocks} are made, where they can be. */
final class AwaitedSixteenBlocks implements SixteenBlocks {
    private final SixteenBlocks meanwhile;
    private final AwaitedLoops awaited;

    AwaitedSixteenBlocks(SixteenBlocks meanwhile, AwaitedLoops awaited) {
        this.meanwhile = meanwhile;
        this.awaited = awaited;
    }

    @Override
    public void copy(float[] memory, int from, int to, int toStride, int count) {
        now(0).copy(memory, from, to, toStride, count);
    }

    @Override
    public void multiply(float[] memory, int a, int rows, int b, int bApart, int c, int cApart, int cRowStride,
            int count, boolean half, int depth) {
        now(2L * Sixteen.IMAGES * count * depth).multiply(memory, a, rows, b, bApart, c, cApart, cRowStride, count,
                half, depth);
    }

    private SixteenBlocks now(long work) {
        MachineLoops made = awaited.now(work);
        return made != null ? made.blocks() : meanwhile;
    }
}
