"""llama.cpp's server on a free port of 127.0.0.1, until standard input ends: python llama.py '{"model": FILE, …}'

Prints its address. In 32 bit throughout, so that its figures can be compared; one thread, since llama.cpp's threads wait
for each other by spinning: two on two busy cores take a hundred times as long.
"""
import json
import sys

import xllamacpp as x

given = json.loads(sys.argv[1])
p = x.CommonParams()
p.model.path = given["model"]
p.model_alias = {given["name"]}
p.api_keys = given["keys"]
p.hostnames = ["127.0.0.1"]
p.port = 0
# Tokens of all slots together.
p.n_parallel = given["slots"]
p.n_ctx = given["slots"] * given["context"]
p.cache_type_k = p.cache_type_v = x.ggml_type.GGML_TYPE_F32
p.flash_attn_type = x.llama_flash_attn_type.LLAMA_FLASH_ATTN_TYPE_DISABLED
p.n_gpu_layers = 0
p.cpuparams.n_threads = p.cpuparams_batch.n_threads = 1
p.embedding = True
p.pooling_type = x.llama_pooling_type.LLAMA_POOLING_TYPE_MEAN
p.endpoint_slots = p.endpoint_props = p.endpoint_metrics = True
p.offline = True
p.ui = p.fit_params = False
server = x.Server(p)
print(server.listening_address, flush=True)
# Whoever started it may be killed: then this ends, too.
sys.stdin.read()
