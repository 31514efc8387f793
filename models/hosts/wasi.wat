;; Runs a compiled model by wasmtime's command line, without nnet. Rows are the raw bytes of standard input and output:
;;   perl -e 'print pack "d<*", @ARGV' 5.1 3.5 1.4 0.2 |
;;     wasmtime run --preload model=iris.wasm wasi.wat | od -A n -t f8
;; Read are the bytes of input 0, then of input 1 and so on; written those of output 0, then 1 and so on; and again until the end.
(module
  (import "model" "memory" (memory 1))
  (import "model" "input" (func $input (param i32) (result i32)))
  (import "model" "input_bytes" (func $input_bytes (param i32) (result i32)))
  (import "model" "output" (func $output (param i32) (result i32)))
  (import "model" "output_bytes" (func $output_bytes (param i32) (result i32)))
  (import "model" "run" (func $run))
  (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))

  ;; WASI moves bytes from and to the memory of that name: the model's own, so nothing is copied.
  (export "memory" (memory 0))

  ;; A page behind what the model uses: where bytes are to go, how many, how many went, and a message.
  (global $own (mut i32) (i32.const 0))
  (data $cut "the input ends in the middle of a run's rows\n")

  ;; The next piece of what lies at $start and has $done of its $length bytes.
  (func $piece (param $start i32) (param $length i32) (param $done i32)
    (i32.store (global.get $own) (i32.add (local.get $start) (local.get $done)))
    (i32.store offset=4 (global.get $own) (i32.sub (local.get $length) (local.get $done))))

  ;; How many bytes were there before the end of standard input.
  (func $read (param $start i32) (param $length i32) (result i32)
    (local $done i32)
    (loop $more
      (call $piece (local.get $start) (local.get $length) (local.get $done))
      (if (call $fd_read (i32.const 0) (global.get $own) (i32.const 1) (i32.add (global.get $own) (i32.const 8)))
        (then (call $exit (i32.const 1))))
      (local.set $done (i32.add (local.get $done) (i32.load offset=8 (global.get $own))))
      (br_if $more (i32.and
        (i32.ne (i32.load offset=8 (global.get $own)) (i32.const 0))
        (i32.lt_u (local.get $done) (local.get $length)))))
    (local.get $done))

  (func $write (param $file i32) (param $start i32) (param $length i32)
    (local $done i32)
    (loop $more
      (call $piece (local.get $start) (local.get $length) (local.get $done))
      (if (call $fd_write (local.get $file) (global.get $own) (i32.const 1) (i32.add (global.get $own) (i32.const 8)))
        (then (call $exit (i32.const 1))))
      (local.set $done (i32.add (local.get $done) (i32.load offset=8 (global.get $own))))
      (br_if $more (i32.lt_u (local.get $done) (local.get $length)))))

  ;; All inputs of a run; 0 where there was nothing more to read.
  (func $read_inputs (result i32)
    (local $i i32) (local $read i32)
    (loop $next
      (local.set $read (call $read (call $input (local.get $i)) (call $input_bytes (local.get $i))))
      (if (i32.lt_u (local.get $read) (call $input_bytes (local.get $i)))
        (then
          (if (i32.eqz (i32.or (local.get $i) (local.get $read))) (then (return (i32.const 0))))
          (memory.init $cut (i32.add (global.get $own) (i32.const 12)) (i32.const 0) (i32.const 45))
          (call $write (i32.const 2) (i32.add (global.get $own) (i32.const 12)) (i32.const 45))
          (call $exit (i32.const 1))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $next (call $input_bytes (local.get $i))))
    (i32.const 1))

  (func (export "_start")
    (local $i i32)
    (global.set $own (i32.mul (memory.grow (i32.const 1)) (i32.const 65536)))
    (loop $next
      (if (call $read_inputs)
        (then
          (call $run)
          (local.set $i (i32.const 0))
          (loop $output
            (call $write (i32.const 1) (call $output (local.get $i)) (call $output_bytes (local.get $i)))
            (local.set $i (i32.add (local.get $i) (i32.const 1)))
            (br_if $output (call $output_bytes (local.get $i))))
          (br $next)))))
)
