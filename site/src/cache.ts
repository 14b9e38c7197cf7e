/** Keeps what was loaded, each value once, and of all those used last up to a size. What failed is forgotten. */
export class Cache<K, V> {
  private readonly entries = new Map<K, { value: Promise<V>; size: number }>();
  private total = 0;

  constructor(
    private readonly maxSize: number,
    private readonly sizeOf: (value: V) => number,
  ) {}

  get(key: K, load: () => Promise<V>): Promise<V> {
    const known = this.entries.get(key);
    if (known) {
      this.entries.delete(key); // goes to the end, where those used last are
      this.entries.set(key, known);
      return known.value;
    }
    const entry = { value: load(), size: 0 };
    this.entries.set(key, entry);
    entry.value.then(
      (value) => {
        if (this.entries.get(key) !== entry) return;
        entry.size = this.sizeOf(value);
        this.total += entry.size;
        this.trim();
      },
      () => {
        if (this.entries.get(key) === entry) this.entries.delete(key);
      },
    );
    return entry.value;
  }

  private trim(): void {
    for (const [key, entry] of this.entries) {
      if (this.total <= this.maxSize) return;
      if (entry.size === 0) continue; // still loading
      this.entries.delete(key);
      this.total -= entry.size;
    }
  }
}
