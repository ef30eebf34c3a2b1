"""What people would build instead of Carrel: FastAPI, a Chroma collection for each organisation, the same weights.

chroma.ts starts it: `python chroma_server.py FOLDER WEIGHTS PORT`. It does less than Carrel does: no keywords, no
sentences, no rights within an organisation, no audit log.
"""

import sys

import chromadb
import numpy as np
import onnxruntime
import uvicorn
from fastapi import Depends, FastAPI, Header, HTTPException
from pydantic import BaseModel
from tokenizers import Tokenizer

folder, weights, port = sys.argv[1:]
tokenizer = Tokenizer.from_file(f"{weights}/tokenizer.json")
tokenizer.enable_truncation(512)
tokenizer.enable_padding()
session = onnxruntime.InferenceSession(f"{weights}/onnx/model_quantized.onnx", providers=["CPUExecutionProvider"])
inputs = {each.name for each in session.get_inputs()}
client = chromadb.PersistentClient(folder, chromadb.Settings(anonymized_telemetry=False))
collections = {f"token-{name}": client.create_collection(name, metadata={"hnsw:space": "cosine"}) for name in ("ada-library", "grace-library")}
app = FastAPI()


class Document(BaseModel):
    name: str
    passages: list[str]
    batch: int


def embed(texts: list[str]) -> np.ndarray:
    """Unit vectors, a row for each text: the mean of its tokens' vectors."""
    encoded = tokenizer.encode_batch(texts)
    fed = {
        "input_ids": np.array([each.ids for each in encoded], dtype=np.int64),
        "attention_mask": np.array([each.attention_mask for each in encoded], dtype=np.int64),
        "token_type_ids": np.array([each.type_ids for each in encoded], dtype=np.int64),
    }
    (tokens, *_) = session.run(None, {name: value for name, value in fed.items() if name in inputs})
    mask = fed["attention_mask"][:, :, None]
    means = (tokens * mask).sum(1) / mask.sum(1)
    return means / np.linalg.norm(means, axis=1, keepdims=True)


def collection_of(authorization: str = Header()) -> chromadb.Collection:
    """The collection of whose token it is."""
    found = collections.get(authorization.removeprefix("Bearer "))
    if found is None:
        raise HTTPException(401)
    return found


@app.post("/documents")
def ingest(document: Document, collection: chromadb.Collection = Depends(collection_of)) -> dict:
    """Searchable when it answers. Passages of about the same length are embedded together."""
    passages = sorted(document.passages, key=len)
    batches = [passages[at : at + document.batch] for at in range(0, len(passages), document.batch)]
    collection.add(
        ids=[f"{document.name}-{index}" for index in range(len(passages))],
        documents=passages,
        embeddings=np.concatenate([embed(batch) for batch in batches]),
    )
    return {"chunks": len(passages)}


@app.get("/search")
def search(query: str, collection: chromadb.Collection = Depends(collection_of)) -> dict:
    """The ten nearest passages."""
    found = collection.query(query_embeddings=embed([query]), n_results=10)
    return {"passages": found["documents"][0], "distances": found["distances"][0]}


uvicorn.run(app, host="127.0.0.1", port=int(port), log_level="warning")
